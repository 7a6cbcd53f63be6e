import type { Connection } from './connection.ts';

/** One call of a model. `id` and `at` are filled in where they are left out. */
export type EventInput = { id?: string; at?: string; model: string } & Record<string, unknown>;

/** Unknown is left out, not sent as null: `version: null` of a resolve that was never live is no version. */
const withoutNulls = (event: EventInput): EventInput => ({
  ...Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null && value !== undefined)),
  model: event.model,
});

export type SendResult = {
  accepted: number;
  /** Accepted before: sending them again changes nothing. */
  duplicates: number;
  /** Refused for their content: sending them again unchanged cannot help. */
  rejected: { id: string; code: string }[];
  /** Never arrived; send them again later with the same ids. */
  unsent: EventInput[];
};

type IngestResponse = {
  accepted: number;
  duplicates: number;
  results: { id: string; status: number; code?: string }[];
};

const EVENTS_MAX = 1_000;
/** Switchyard takes 1 MB a call; the rest of the body needs little of it. */
const BYTES_MAX = 990_000;
const TRIES = 5;

/** Events as one call sends them: each written as JSON once. */
type Batch = { events: EventInput[]; lines: string[] };

/**
 * Sends events in the order given, a thousand or a megabyte a call. A Retry-After of the response is obeyed; because of
 * the ids, an event counts once however often it is sent.
 */
export async function sendEvents(connection: Connection, events: readonly EventInput[]): Promise<SendResult> {
  const result: SendResult = { accepted: 0, duplicates: 0, rejected: [], unsent: [] };
  const named = events.map((event) =>
    withoutNulls({ ...event, id: event.id ?? crypto.randomUUID(), at: event.at ?? new Date().toISOString() }),
  );
  for (const batch of batchesOf(named, result)) {
    const response = await sendBatch(connection, batch);
    if (response === null) {
      result.unsent.push(...batch.events);
      continue;
    }
    result.accepted += response.accepted;
    result.duplicates += response.duplicates;
    for (const { id, status, code } of response.results) {
      if (status >= 400) result.rejected.push({ id, code: code ?? String(status) });
    }
  }
  return result;
}

/** What JSON cannot hold, such as a bigint, is refused here, because it cannot be sent. */
function* batchesOf(events: readonly EventInput[], result: SendResult): Generator<Batch> {
  let batch: Batch = { events: [], lines: [] };
  let bytes = 0;
  for (const event of events) {
    const line = jsonOf(event);
    if (line === null) {
      result.rejected.push({ id: event.id ?? '', code: 'not_json' });
      continue;
    }
    const size = encoder.encode(line).length + 1;
    if (batch.events.length === EVENTS_MAX || (batch.events.length > 0 && bytes + size > BYTES_MAX)) {
      yield batch;
      batch = { events: [], lines: [] };
      bytes = 0;
    }
    batch.events.push(event);
    batch.lines.push(line);
    bytes += size;
  }
  if (batch.events.length > 0) yield batch;
}

const encoder = new TextEncoder();

function jsonOf(event: EventInput): string | null {
  try {
    return JSON.stringify(event);
  } catch {
    return null; // a bigint, or an object that holds itself
  }
}

async function sendBatch(connection: Connection, batch: Batch): Promise<IngestResponse | null> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const waitMs = await tryOnce(connection, batch);
    if (typeof waitMs !== 'number') return waitMs;
    if (attempt < TRIES) await new Promise((resolve) => setTimeout(resolve, waitMs * 2 ** (attempt - 1)));
  }
  return null;
}

/** The response; null where trying again cannot help; or how long to wait before the next try, in ms. */
async function tryOnce(connection: Connection, { lines }: Batch): Promise<IngestResponse | number | null> {
  try {
    const response = await connection.fetch(`${connection.url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${connection.apiKey}`, 'content-type': 'application/json' },
      body: `{"sent_at":${JSON.stringify(new Date().toISOString())},"events":[${lines.join(',')}]}`,
      signal: AbortSignal.timeout(30_000),
    });
    if (response.ok) return (await response.json()) as IngestResponse;
    await response.body?.cancel();
    if (response.status !== 429 && response.status < 500) return null;
    return Number(response.headers.get('retry-after') ?? 0.2) * 1_000;
  } catch {
    return 200; // not reached, or cut: the ids make a second try harmless
  }
}
