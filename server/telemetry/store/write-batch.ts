import { CopyWriter, copyHeader, copyTrailer } from '#db/copy.ts';
import { EVENT_COPY, writeEvent } from '#server/telemetry/event/event-columns.ts';
import {
  BODY_COLUMNS,
  hasBody,
  hasUsage,
  type ReadyEvent,
  USAGE_COLUMNS,
  writeBody,
  writeUsage,
} from '#server/telemetry/event/ready-event.ts';
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
  /** Rows of `event_body`; null where there are none, or the project stores none. */
  bodies: Buffer | null;
  /** Rows of `event_usage`; null where there are none. */
  usages: Buffer | null;
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
  const bodies = options.storesBodies ? rowsBeside(BODIES, slot, events) : null;
  const usages = rowsBeside(USAGES, slot, events);
  return { receivedAt, events, batch: options.batch, rows: writer.bytes(), starts, bodies, usages };
}

/** What is stored apart from an event, of events that have it. */
type Beside = {
  has: (event: ReadyEvent) => boolean;
  write: (writer: CopyWriter, slot: number, event: ReadyEvent) => void;
};
const BODIES: Beside = { has: hasBody, write: writeBody };
const USAGES: Beside = { has: hasUsage, write: writeUsage };

function rowsBeside({ has, write }: Beside, slot: number, events: readonly ReadyEvent[]): Buffer | null {
  const having = events.filter(has);
  if (having.length === 0) return null;
  const writer = new CopyWriter();
  for (const event of having) write(writer, slot, event);
  return writer.bytes();
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
    await copyBeside(
      ctx,
      BODY_COLUMNS,
      fresh.map((one) => freshBeside(BODIES, ctx.slot, one.item.bodies, one)),
    );
    await copyBeside(
      ctx,
      USAGE_COLUMNS,
      fresh.map((one) => freshBeside(USAGES, ctx.slot, one.item.usages, one)),
    );
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

/** The encoded rows, or new ones of the events that are not duplicates. */
const freshBeside = (
  beside: Beside,
  slot: number,
  encoded: Buffer | null,
  { known, events }: { known: ReadonlySet<string>; events: readonly ReadyEvent[] },
): Buffer | null => (encoded === null || known.size === 0 ? encoded : rowsBeside(beside, slot, events));

async function copyBeside(ctx: WriteCtx, into: string, parts: readonly (Buffer | null)[]): Promise<void> {
  const rows = parts.filter((part) => part !== null);
  if (rows.length > 0) await copyInto(ctx.sql, into, [copyHeader(), ...rows, copyTrailer()]);
}
