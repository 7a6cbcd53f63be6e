import { faultOfDatabase, isTransactionConflict } from '#server/platform/database-faults.ts';
import { Fault, unavailable } from '#server/platform/faults.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { seenPeriods } from './domain/seen-period.ts';
import { eventPartitions, type Partition, type Partitions, seenPartition } from './partitions.ts';
import { type WriteItem, type Written, writeBatch } from './write-batch.ts';
import type { Writer } from './writer.ts';

/** Most events of one commit. */
const EVENTS_PER_COMMIT = 1000;
/** Most events that wait in one process; beyond it calls are refused with Retry-After; no waiting event is dropped. */
const WAITING_MAX = 20_000;
/** A second commit of a slot starts beside a running one only when it is full. */
const COMMITS_AT_ONCE = 2;
const ATTEMPTS = 3;
/** From a call's arrival to its response, so that its caller gets one within five seconds. */
const WRITTEN_WITHIN_MS = 4_000;
/** A call with less time left is refused and not written: abandoning a commit costs its pool. */
const LEFT_MS_MIN = 500;

type Waiting = {
  item: WriteItem;
  untilMs: number;
  resolve: (written: Written) => void;
  reject: (error: unknown) => void;
};
type Lane = { waiting: Waiting[]; events: number; running: number };
export type WriteQueue = ReturnType<typeof makeWriteQueue>;

/** Counts of this process, for `GET /metrics`. */
export type WriteCounts = { commits: number; events: number; refused: number; failed: number; waiting: number };

/**
 * Group commit, a lane a slot: a call that finds its lane idle commits at once; calls that come while a commit runs are
 * gathered and committed together. `submit` resolves after COMMIT.
 */
export function makeWriteQueue(writer: Writer, partitions: Partitions) {
  const lanes = new Map<number, Lane>();
  const counts: WriteCounts = { commits: 0, events: 0, refused: 0, failed: 0, waiting: 0 };

  /** Takes from the head of the lane what fits one commit. The same batch key twice waits for the next commit. */
  function take(lane: Lane): Waiting[] {
    const taken: Waiting[] = [];
    const keys = new Set<string>();
    let events = 0;
    while (lane.waiting.length > 0) {
      const next = lane.waiting[0];
      if (next === undefined) break;
      const key = next.item.batch?.key;
      const size = next.item.events.length;
      if (taken.length > 0 && (events + size > EVENTS_PER_COMMIT || (key !== undefined && keys.has(key)))) break;
      if (key !== undefined) keys.add(key);
      lane.waiting.shift();
      lane.events -= size;
      counts.waiting -= size;
      if (next.untilMs - performance.now() < LEFT_MS_MIN) {
        counts.failed += 1;
        next.reject(unavailable('these events waited for too long'));
        continue;
      }
      events += size;
      taken.push(next);
    }
    return taken;
  }

  function pump(slot: number, lane: Lane): void {
    while (lane.waiting.length > 0) {
      const mayStart = lane.running === 0 || (lane.running < COMMITS_AT_ONCE && lane.events >= EVENTS_PER_COMMIT);
      if (!mayStart) return;
      const taken = take(lane);
      if (taken.length === 0) break;
      lane.running += 1;
      commit(slot, taken).finally(() => {
        lane.running -= 1;
        pump(slot, lane);
      });
    }
    if (lane.running === 0) lanes.delete(slot);
  }

  async function commit(slot: number, taken: readonly Waiting[]): Promise<void> {
    try {
      const untilMs = Math.min(...taken.map((one) => one.untilMs));
      const items = taken.map(({ item }) => item);
      const written = await write(slot, items, untilMs);
      taken.forEach(({ resolve }, i) => {
        const mine = written[i];
        if (mine) resolve(mine);
      });
    } catch (error) {
      // Calls of different projects' clients share a commit: one that fails must not fail the others.
      if (taken.length > 1 && !(error instanceof Fault)) {
        for (const one of taken) await commit(slot, [one]);
        return;
      }
      counts.failed += taken.length;
      for (const { reject } of taken) reject(error);
    }
  }

  async function write(slot: number, items: readonly WriteItem[], untilMs: number): Promise<Written[]> {
    await partitions.ensure(partitionsOf(items));
    for (let attempt = 1; ; attempt++) {
      const withinMs = untilMs - performance.now();
      if (withinMs <= 0) throw unavailable('these events waited for too long');
      try {
        const written = await writer.transact((sql) => writeBatch({ sql, slot }, items), withinMs);
        counts.commits += 1;
        counts.events += items.reduce((sum, item) => sum + item.events.length, 0);
        return written;
      } catch (error) {
        if (isPartitionMissing(error)) partitions.clear();
        else if (!isTransactionConflict(error))
          throw copyCut(error) ? unavailable(error) : (faultOfWrite(error) ?? error);
        if (attempt >= ATTEMPTS) throw unavailable(error);
        await partitions.ensure(partitionsOf(items));
      }
    }
  }

  /**
   * Resolves after COMMIT. `sinceMs`: when the call came, by `performance.now()`. Errors: 429 with Retry-After when too
   * much waits already, 503 four seconds after the call came.
   */
  function submit(slot: number, item: WriteItem, sinceMs = performance.now()): Promise<Written> {
    if (counts.waiting + item.events.length > WAITING_MAX) {
      counts.refused += 1;
      throw new Fault('overloaded', {
        status: 429,
        public: 'More events wait to be written than this server holds. Nothing of this call was kept; send it again.',
        headers: { 'retry-after': '1' },
      });
    }
    const lane = lanes.get(slot) ?? { waiting: [], events: 0, running: 0 };
    lanes.set(slot, lane);
    return new Promise((resolve, reject) => {
      lane.waiting.push({ item, untilMs: sinceMs + WRITTEN_WITHIN_MS, resolve, reject });
      lane.events += item.events.length;
      counts.waiting += item.events.length;
      pump(slot, lane);
    });
  }

  return { submit, counts, close: () => writer.close() };
}

function partitionsOf(items: readonly WriteItem[]): Partition[] {
  const byName = new Map<string, Partition>();
  for (const item of items) {
    for (const period of seenPeriods(item.receivedAt).claim) {
      const partition = seenPartition(period);
      byName.set(partition.name, partition);
    }
    let lastDay = -1;
    for (const { checked } of item.events) {
      const day = Math.floor(checked.at / DAY_MS);
      if (day === lastDay) continue;
      lastDay = day;
      for (const partition of eventPartitions(checked.at)) byName.set(partition.name, partition);
    }
  }
  return [...byName.values()];
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** "No partition of relation found for row": it was dropped, or not made yet. */
const isPartitionMissing = (error: unknown): boolean => codeOf(error) === '23514';
/** A COPY stream that the server ended fails with its own codes. COMMIT comes after it, so nothing was changed. */
const copyCut = (error: unknown): boolean => codeOf(error).startsWith('ERR_STREAM') || codeOf(error) === 'ABORT_ERR';

/** The fault where Postgres is unreachable or too busy: it holds for every call of the commit, so none is retried alone. */
function faultOfWrite(error: unknown): Fault | null {
  const fault = faultOfDatabase(error);
  return fault?.status === 503 ? fault : null;
}
