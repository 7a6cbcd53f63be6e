import type { Connection } from './client.ts';

/** One call of a model. `id` and `at` are filled in where they are left out. */
export type EventInput = { id?: string; at?: string; model: string } & Record<string, unknown>;

/** Unknown is left out, not sent as null: `version: null` of a resolve that was never live is no version. */
const withoutNulls = (event: EventInput): EventInput => ({
  ...Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null && value !== undefined)),
  model: event.model,
});

export type SendResult = {
  accepted: number;
  /** Known already: sending again changes nothing. */
  duplicates: number;
  rejected: { id: string; code: string }[];
  /** Never arrived; send them again later with the same ids. */
  unsent: EventInput[];
};

type Answer = { accepted: number; duplicates: number; results: { id: string; status: number; code?: string }[] };

const EVENTS_MAX = 1_000;
const TRIES = 5;

/** Sends events in the order given. An answer that asks to wait is waited for; ids make every try count once. */
export async function sendEvents(connection: Connection, events: readonly EventInput[]): Promise<SendResult> {
  const named = events.map((event) =>
    withoutNulls({ ...event, id: event.id ?? crypto.randomUUID(), at: event.at ?? new Date().toISOString() }),
  );
  const result: SendResult = { accepted: 0, duplicates: 0, rejected: [], unsent: [] };
  for (let from = 0; from < named.length; from += EVENTS_MAX) {
    const batch = named.slice(from, from + EVENTS_MAX);
    const answer = await sendBatch(connection, batch);
    if (answer === null) {
      result.unsent.push(...batch);
      continue;
    }
    result.accepted += answer.accepted;
    result.duplicates += answer.duplicates;
    for (const { id, status, code } of answer.results) {
      if (status >= 400) result.rejected.push({ id, code: code ?? String(status) });
    }
  }
  return result;
}

async function sendBatch(connection: Connection, events: EventInput[]): Promise<Answer | null> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const waitMs = await tryOnce(connection, events);
    if (typeof waitMs !== 'number') return waitMs;
    if (attempt < TRIES) await new Promise((resolve) => setTimeout(resolve, waitMs * 2 ** (attempt - 1)));
  }
  return null;
}

/** The answer; null where trying again cannot help; or how long to wait before the next try, in ms. */
async function tryOnce(connection: Connection, events: EventInput[]): Promise<Answer | number | null> {
  try {
    const response = await connection.fetch(`${connection.url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${connection.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sent_at: new Date().toISOString(), events }),
      signal: AbortSignal.timeout(30_000),
    });
    if (response.ok) return (await response.json()) as Answer;
    await response.body?.cancel();
    if (response.status !== 429 && response.status < 500) return null;
    return Number(response.headers.get('retry-after') ?? 0.2) * 1_000;
  } catch {
    return 200; // not reached, or cut: the ids make a second try harmless
  }
}
