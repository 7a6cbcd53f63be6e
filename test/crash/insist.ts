import { setTimeout as pause } from 'node:timers/promises';

/** The results of all tries of one kind of call, by all callers. */
export type Tally = {
  /** Responses by status and code; `cut` where there was none. */
  answers: Record<string, number>;
  /** False responses: each sentence names the call and what the database holds. */
  lies: string[];
};

export type Call = {
  name: string;
  /** Sends the same request each time; rejects where there is no response. */
  send(): Promise<{ status: number; code?: string }>;
  /** Whether the change is in the database; waits while Postgres is unreachable. */
  isDone(): Promise<boolean>;
  /** The refusal that means "already done", where the caller could not know. */
  doneBefore?: string;
};

/**
 * Sends a call until it gets a response, as a client must, and compares each response with the database: the change is
 * there where it says so, and not there where it says that nothing was changed, unless an earlier try may have made it.
 * `does` is called with what it waits for from now on.
 */
export async function insist(call: Call, tally: Tally, does: (what: string) => void): Promise<void> {
  let unsure = false;
  let told = 'nothing';
  for (;;) {
    does(`${call.name}: waits for a response, after ${told}`);
    const answer = await call.send().catch(() => ({ status: 0, code: 'cut' }));
    told = answer.status === 0 ? 'cut' : [answer.status, answer.code].filter(Boolean).join(' ');
    does(`${call.name}: looks into the database, after ${told}`);
    tally.answers[told] = (tally.answers[told] ?? 0) + 1;
    if (answer.status >= 200 && answer.status < 300) {
      if (!(await call.isDone())) tally.lies.push(`${call.name}: ${told}, but it was not done`);
      return;
    }
    if (answer.code === call.doneBefore) {
      if (!unsure) tally.lies.push(`${call.name}: ${told}, though no earlier try can have done it`);
      if (!(await call.isDone())) tally.lies.push(`${call.name}: ${told}, but it was not done`);
      return;
    }
    if (answer.code === 'unavailable') {
      if (!unsure && (await call.isDone())) tally.lies.push(`${call.name}: ${told}, but it was done`);
    } else if (answer.code === 'cut' || answer.code === 'outcome_unknown') unsure = true;
    else if (answer.code !== 'still_running') throw new Error(`${call.name} was refused: ${told}`);
    await pause(20);
  }
}
