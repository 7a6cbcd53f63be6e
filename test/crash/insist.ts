import { setTimeout as pause } from 'node:timers/promises';

/** What became of the tries of one kind of call, all callers together. */
export type Tally = {
  /** Answers by status and code; `cut` where none came. */
  answers: Record<string, number>;
  /** Sentences that were not true: each names the call and what stands in the database. */
  lies: string[];
};

export type Call = {
  name: string;
  /** Sends it, the same each time; rejects where no answer comes. */
  send(): Promise<{ status: number; code?: string }>;
  /** Whether it has been done, as the database says; waits for one that is away. */
  isDone(): Promise<boolean>;
  /** Refusals that mean "this was done already", where the call was not sure of it. */
  doneBefore?: string;
};

/**
 * Sends a call until it is answered, as a client must, and holds every answer against the truth: done where it says so,
 * not done where it says that nothing was changed, unless an earlier try may have done it.
 */
export async function insist(call: Call, tally: Tally): Promise<void> {
  let unsure = false;
  for (;;) {
    const answer = await call.send().catch(() => ({ status: 0, code: 'cut' }));
    const told = answer.status === 0 ? 'cut' : [answer.status, answer.code].filter(Boolean).join(' ');
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
