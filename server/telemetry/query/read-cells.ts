import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { copyOut, instant, scanEvents } from '#server/telemetry/event/scan-events.ts';
import { addEvent, type Cell, type Dims, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { OTHER_KEY } from '#server/telemetry/rollup/domain/fold.ts';
import { type Dimension, type GroupingSet, pickSet } from '#server/telemetry/rollup/domain/grouping-set.ts';
import {
  floorTo,
  planSegments,
  type Segment,
  TIERS,
  type Tier,
  tierOfStep,
} from '#server/telemetry/rollup/domain/tiers.ts';
import { columnsFor, type RollupColumns, readRollupKey } from '#server/telemetry/rollup/rollup-row.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import type { Part } from './domain/metric.ts';
import { isWithin, RAW_ROWS_MAX, type Range, statementsOf } from './event-ranges.ts';
import { eventConditions, numberConditions, type ResolvedFilter } from './resolve-filter.ts';

export type CellQuery = {
  /** `[from, to)` in ms. */
  from: number;
  to: number;
  /** Width of a bucket, ms; buckets start at UTC multiples of it. */
  stepMs: number;
  filter: ResolvedFilter;
  /** What to group by; none = one group. */
  groupBy?: readonly ('environment' | Dimension)[];
  /** Which sketches and shard sums are needed. */
  parts?: readonly Part[];
  /** What is read of a rollup's row; left out: everything that is no sketch, and `parts`. */
  columns?: RollupColumns;
  /** What has changed in at least this range, where it was read before: by several queries of one response. */
  dirty?: Dirty;
  /** Count failures only: then error codes can be distinguished. */
  failures?: boolean;
};

export type CellGroup = { dims: Dims; cells: Map<number, Cell> };
export type Cells = {
  groups: CellGroup[];
  /** `raw` where no grouping set covers the query. */
  source: 'rollup' | 'raw';
  tookMs: number;
  /** Changed minutes that are shown as they were: too many events to read before their rollup is computed. */
  pendingMinutes: number;
};

/** No event is older than what was kept when it came, and none is later than its receipt. */
const FIRST_DAY = Date.UTC(2015, 0, 1);
/** Where all changed minutes hold too many events, these newest ones are still read from the events themselves. */
const NEWEST_MINUTES = 30;
/** Raw events that are read for what changed since its rollup; beyond it the rollup's last state is shown. */
const TAIL_ROWS_MAX = 200_000;
/** Ranges of raw events that are read each by itself; of more, those less than an hour apart are read as one. */
const RANGES_APART_MAX = 1_000;
/**
 * Pieces of rollups in one statement. A piece takes Postgres 0.2 ms to plan, and a union of ten thousand exceeds its stack
 * (54001).
 */
const PIECES_MAX = 100;

/**
 * The cells of every group and bucket in a range: the smallest grouping set that covers filter and grouping, each piece
 * of the range from the coarsest tier that is still exact, changed minutes from the raw events. Marks are read first:
 * what has none then is in the rollups that are read after. 422 `range_too_large` when only raw events would be exact
 * and there are too many.
 */
export async function readCells(ctx: Ctx, query: CellQuery): Promise<Cells> {
  const started = performance.now();
  const collected = new Collector(query);
  const cellsFrom = (source: Cells['source'], pendingMinutes: number): Cells => {
    return { groups: collected.groups(), source, tookMs: performance.now() - started, pendingMinutes };
  };
  if (query.filter.empty) return cellsFrom('rollup', 0);
  const set = query.filter.raw.length > 0 ? null : pickSet(neededOf(query), query.failures);
  const pending = set === null ? null : await fromRollups(ctx, { query, set, collected });
  if (pending !== null) return cellsFrom('rollup', pending);
  collected.clear();
  if (!(await fromEvents(ctx, { query, collected, ranges: [query], limit: RAW_ROWS_MAX }))) throw tooManyEvents();
  return cellsFrom('raw', 0);
}

function neededOf({ filter, groupBy = [] }: CellQuery): Set<Dimension> {
  const columns = [...filter.numbers.keys(), ...groupBy];
  return new Set(columns.filter((column) => column !== 'environment'));
}

/**
 * The number of changed minutes that it left as they were, which is 0 wherever their events are few enough to read; or
 * null when the rows do not suffice, because some series share a row.
 */
async function fromRollups(
  ctx: Ctx,
  { query, set, collected }: { query: CellQuery; set: GroupingSet; collected: Collector },
): Promise<number | null> {
  const dirty = query.dirty ?? (await readDirty(ctx, query));
  const isInside = (minute: number) => minute + TIERS.minute.ms > query.from && minute < query.to;
  const changed = [...(dirty.get(TIERS.minute) ?? [])].filter(isInside);
  const coarsest = tierOfStep(query.stepMs);
  // A plan goes through every bucket: one of 8,000 years blocked the process for two seconds.
  const from = Math.max(query.from, FIRST_DAY);
  const to = Math.min(query.to, floorTo(ctx.clock.now().getTime(), TIERS.day.ms) + 2 * TIERS.day.ms);
  const plan = (minutes: ReadonlySet<number>) =>
    planSegments(from, to, coarsest, (tier, bucket) =>
      tier === TIERS.minute ? minutes.has(bucket) : (dirty.get(tier)?.has(bucket) ?? false),
    );
  // A piece spans the changed minutes in it, whose rows are left out as they arrive: a piece between each two would be many.
  const pieces = plan(new Set()).filter(({ tier }) => tier !== null);
  const most = [changed.length, RANGES_APART_MAX, NEWEST_MINUTES, 0];
  const tries = [...new Set(most.map((minutes) => Math.min(changed.length, minutes)))];
  for (const [index, exact] of tries.entries()) {
    const minutes = new Set(changed.slice(0, exact));
    const raw = plan(minutes).filter(({ tier }) => tier === null);
    const ranges = raw.length > RANGES_APART_MAX ? joined(raw) : raw;
    const only = ranges === raw ? undefined : minutesOf(raw);
    const limit = exact === 0 ? RAW_ROWS_MAX : TAIL_ROWS_MAX;
    // Counting first is far cheaper than reading rows that are then discarded.
    const hopeful = exact <= NEWEST_MINUTES || (await isWithin(ctx, ranges, limit));
    if (hopeful && (await fromEvents(ctx, { query, collected, ranges, limit, only }))) {
      return (await readRollups(ctx, { query, set, pieces, minutes, collected })) ? changed.length - exact : null;
    }
    collected.clear();
    if (index === tries.length - 1) throw tooManyEvents();
  }
  return null;
}

type RollupRead = {
  query: CellQuery;
  set: GroupingSet;
  pieces: readonly Segment[];
  /** Which are read from the events. */
  minutes: ReadonlySet<number>;
  collected: Collector;
};

async function readRollups(ctx: Ctx, { query, set, pieces, minutes, collected }: RollupRead): Promise<boolean> {
  const where = numberConditions(query.filter).map((condition) => ` and ${condition}`);
  const { select, add } = query.columns ?? columnsFor(query.parts ?? []);
  const selects = pieces.map(
    ({ tier, from, to }) =>
      `select ${select} from rollup where slot = ${slotOf(ctx.project)} and tier = ${tier?.id} and set_id = ${set.id}
         and bucket >= ${instant(from)} and bucket < ${instant(to)}${where.join('')}`,
  );
  const leftOut = emptyCell();
  let shared = false;
  for (let at = 0; at < selects.length && !shared; at += PIECES_MAX) {
    const statement = selects.slice(at, at + PIECES_MAX).join(' union all ');
    await copyOut(storeOf(ctx).reader, statement, (row) => {
      const { bucket, key, dims } = readRollupKey(row);
      const isLeftOut = minutes.has(bucket);
      if (key === OTHER_KEY && !isLeftOut) shared = true;
      add(row, isLeftOut ? leftOut : collected.cellAt(bucket, dims));
    });
  }
  return !shared;
}

/** Ranges that are less than an hour apart as one. Ranges ascend. */
function joined(ranges: readonly Range[]): Range[] {
  const wide: Range[] = [];
  for (const { from, to } of ranges) {
    const last = wide.at(-1);
    if (last && from - last.to < TIERS.hour.ms) last.to = to;
    else wide.push({ from, to });
  }
  return wide;
}

/** The minutes that ranges touch. */
function minutesOf(ranges: readonly Range[]): Set<number> {
  const minutes = new Set<number>();
  for (const { from, to } of ranges) {
    for (let at = floorTo(from, TIERS.minute.ms); at < to; at += TIERS.minute.ms) minutes.add(at);
  }
  return minutes;
}

type EventRead = {
  query: CellQuery;
  collected: Collector;
  ranges: readonly Range[];
  limit: number;
  /** The minutes whose events count; left out: all. */
  only?: ReadonlySet<number>;
};

/** Adds raw events; false when there are more than `limit` in all ranges together. */
async function fromEvents(ctx: Ctx, { query, collected, ranges, limit, only }: EventRead): Promise<boolean> {
  const conditions = [...eventConditions(query.filter), ...(query.failures ? ['e.status <> 0'] : [])];
  let left = limit;
  for (const { from, to, within } of statementsOf(ranges)) {
    const where = [...conditions, ...(ranges.length > 1 ? [within] : [])].join(' and ') || undefined;
    const scan = { slot: slotOf(ctx.project), from, to, limit: left, where };
    const { rows, complete } = await scanEvents(storeOf(ctx).reader, scan, ({ ts, dims, measures }) => {
      if (only === undefined || only.has(floorTo(ts, TIERS.minute.ms))) addEvent(collected.cellAt(ts, dims), measures);
    });
    if (!complete) return false;
    left -= rows;
  }
  return true;
}

function tooManyEvents() {
  return invalid(
    '/from',
    'range_too_large',
    `This filter is computed from raw events, and the range holds more than ${RAW_ROWS_MAX.toLocaleString('en')}. Narrow from and to.`,
  );
}

/** Buckets that have changed since their rollup was computed, by tier, the newest first. */
export type Dirty = ReadonlyMap<Tier, ReadonlySet<number>>;

/**
 * Which buckets that touch the range have marks: to be read before the rollups that it is held against. While a bulk load
 * is summed a bucket may have a hundred marks: they are made one before anything is computed of them.
 */
export async function readDirty(ctx: Ctx, { from, to }: Range): Promise<Dirty> {
  const rows = await ctx.sql<{ tier: number; ms: number }[]>`
    select tier, extract(epoch from bucket)::float8 * 1000 as ms from (
      select distinct tier, bucket from rollup_mark where slot = ${slotOf(ctx.project)}
        and bucket >= ${new Date(floorTo(from, TIERS.day.ms))} and bucket < ${new Date(to)}) marked
    order by bucket desc`;
  const dirty = new Map<Tier, Set<number>>();
  for (const { tier: id, ms } of rows) {
    for (const tier of Object.values(TIERS)) {
      // A changed minute changes its hour and day too, whose own marks come later.
      if (id > tier.id) continue;
      const bucket = floorTo(Math.round(ms), tier.ms);
      dirty.set(tier, (dirty.get(tier) ?? new Set<number>()).add(bucket));
    }
  }
  return dirty;
}

/** Sorts rows and events into groups and buckets. */
class Collector {
  readonly #groups = new Map<string, CellGroup>();
  readonly #stepMs: number;
  readonly #columns: readonly (keyof Dims)[];

  constructor({ stepMs, groupBy = [] }: CellQuery) {
    this.#stepMs = stepMs;
    this.#columns = groupBy.map((column) => (column === 'error_code' ? 'errorCode' : column));
  }

  cellAt(at: number, dims: Dims): Cell {
    let key = '';
    for (const column of this.#columns) key += `${dims[column]}.`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { dims: { ...dims }, cells: new Map() };
      this.#groups.set(key, group);
    }
    const bucket = floorTo(at, this.#stepMs);
    let cell = group.cells.get(bucket);
    if (cell === undefined) {
      cell = emptyCell();
      group.cells.set(bucket, cell);
    }
    return cell;
  }

  groups(): CellGroup[] {
    return [...this.#groups.values()];
  }

  clear(): void {
    this.#groups.clear();
  }
}
