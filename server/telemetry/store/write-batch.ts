import { CopyWriter, copyHeader, copyTrailer } from '#db/copy.ts';
import { EVENT_COPY, writeEvent } from '#server/telemetry/event/event-columns.ts';
import { BODY_COLUMNS, hasBody, type ReadyEvent, writeBody } from '#server/telemetry/event/ready-event.ts';
import { floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { type Claim, claimIds } from './claim-ids.ts';
import { seenPeriods } from './domain/seen-period.ts';
import { markMinutes } from './mark-minutes.ts';
import { moveTasks } from './move-tasks.ts';
import { copyInto, type WriteCtx } from './writer.ts';

/** A call with an `Idempotency-Key`: its key, and what its response is rebuilt from. */
export type Batch = { key: string; bodyHash: Buffer; remarks: unknown };

/** The good events of one call, encoded while an earlier commit still ran. No two have the same key. */
export type WriteItem = {
  receivedAt: number;
  events: readonly ReadyEvent[];
  batch: Batch | null;
  rows: Buffer;
  /** Where each row starts in `rows`. */
  starts: readonly number[];
  /** Rows of `event_body`; null where the project stores none. */
  bodies: Buffer | null;
};

/** What became of an item: which of its events were known before, or the stored remarks of the same call before. */
export type Written =
  | { kind: 'written'; duplicates: ReadonlySet<string> }
  | { kind: 'replayed'; bodyHash: Buffer; remarks: unknown };

/** Encodes the good events of a call. */
export function makeItem(
  slot: number,
  receivedAt: number,
  events: readonly ReadyEvent[],
  options: { batch: Batch | null; storesBodies: boolean },
): WriteItem {
  const writer = new CopyWriter(events.length * 320 + 64);
  const starts: number[] = [];
  for (const event of events) {
    starts.push(writer.length);
    writeEvent(writer, slot, receivedAt, event);
  }
  const withBody = options.storesBodies ? events.filter(hasBody) : [];
  let bodies: Buffer | null = null;
  if (withBody.length > 0) {
    const body = new CopyWriter();
    for (const event of withBody) writeBody(body, slot, event);
    bodies = body.bytes();
  }
  return { receivedAt, events, batch: options.batch, rows: writer.bytes(), starts, bodies };
}

/**
 * Writes the calls of one slot in one transaction: claims ids (or the batch key), COPY, tasks, one mark a minute. The
 * results hold once the transaction has committed.
 */
export async function writeBatch(ctx: WriteCtx, items: readonly WriteItem[]): Promise<Written[]> {
  const replays = await claimBatches(ctx, items);
  const live = items.filter((item) => item.batch === null || !replays.has(item.batch.key));
  const duplicates = await claimEvents(ctx, live);
  const fresh = live.map((item) => ({
    item,
    known: duplicates.get(item) ?? NONE,
    events: freshEvents(item, duplicates.get(item)),
  }));
  const parts = fresh.flatMap(({ item, known }) => rowsOf(item, known));
  if (parts.length > 0) {
    await copyInto(ctx.sql, EVENT_COPY, [copyHeader(), ...parts, copyTrailer()]);
    const bodies = fresh.flatMap(({ item, known, events }) => bodiesOf(ctx.slot, item, known, events));
    if (bodies.length > 0) await copyInto(ctx.sql, BODY_COLUMNS, [copyHeader(), ...bodies, copyTrailer()]);
    const events = fresh.flatMap((one) => one.events);
    const minutes = new Set(events.map((event) => floorTo(event.checked.at, TIERS.minute.ms)));
    for (const minute of await moveTasks(ctx, events)) minutes.add(minute);
    await markMinutes(ctx, minutes);
  }
  return items.map((item): Written => {
    const replay = item.batch === null ? undefined : replays.get(item.batch.key);
    if (replay) return { kind: 'replayed', ...replay };
    return { kind: 'written', duplicates: duplicates.get(item) ?? NONE };
  });
}

const NONE: ReadonlySet<string> = new Set();

/** Claims batch keys; returns what is known of those that were claimed before. */
async function claimBatches(ctx: WriteCtx, items: readonly WriteItem[]) {
  const replays = new Map<string, { bodyHash: Buffer; remarks: unknown }>();
  for (const { batch, receivedAt } of items) {
    if (batch === null) continue;
    const [mine] = await ctx.sql`
      insert into ingest_batch (slot, batch_key, body_hash, received_at, rejects)
      values (${ctx.slot}, ${batch.key}, ${batch.bodyHash}, ${new Date(receivedAt)}, ${ctx.sql.json(batch.remarks as never)})
      on conflict do nothing returning 1 as mine`;
    if (mine) continue;
    const [known] = await ctx.sql<{ body_hash: Buffer; remarks: unknown }[]>`
      select body_hash, rejects as remarks from ingest_batch where slot = ${ctx.slot} and batch_key = ${batch.key}`;
    if (known) replays.set(batch.key, { bodyHash: known.body_hash, remarks: known.remarks });
  }
  return replays;
}

/** Claims the ids of calls without a batch key. Of an id in two calls the first has it. */
async function claimEvents(ctx: WriteCtx, items: readonly WriteItem[]) {
  const duplicates = new Map<WriteItem, Set<string>>();
  const claims: Claim[] = [];
  const owners = new Map<string, WriteItem>();
  for (const item of items) {
    if (item.batch !== null) continue;
    const known = new Set<string>();
    duplicates.set(item, known);
    for (const { key, checked } of item.events) {
      if (owners.has(key)) {
        known.add(key);
        continue;
      }
      owners.set(key, item);
      claims.push({ key, at: checked.at });
    }
  }
  if (claims.length === 0) return duplicates;
  const receivedAt = Math.max(...items.map((item) => item.receivedAt));
  for (const key of await claimIds(ctx, { periods: seenPeriods(receivedAt), claims })) {
    const owner = owners.get(key);
    if (owner) duplicates.get(owner)?.add(key);
  }
  return duplicates;
}

const freshEvents = (item: WriteItem, known: ReadonlySet<string> = NONE): readonly ReadyEvent[] =>
  known.size === 0 ? item.events : item.events.filter((event) => !known.has(event.key));

function rowsOf(item: WriteItem, known: ReadonlySet<string>): Buffer[] {
  if (known.size === 0) return item.rows.length > 0 ? [item.rows] : [];
  return item.events.flatMap((event, i) =>
    known.has(event.key) ? [] : [item.rows.subarray(item.starts[i], item.starts[i + 1] ?? item.rows.length)],
  );
}

function bodiesOf(slot: number, item: WriteItem, known: ReadonlySet<string>, events: readonly ReadyEvent[]): Buffer[] {
  if (item.bodies === null) return [];
  if (known.size === 0) return [item.bodies];
  const writer = new CopyWriter();
  for (const event of events) if (hasBody(event)) writeBody(writer, slot, event);
  return writer.length > 0 ? [writer.bytes()] : [];
}
