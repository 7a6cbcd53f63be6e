import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { isEmptyBins, sketchOf } from './domain/bin-counts.ts';
import { type Cell, emptyCell } from './domain/cell.ts';
import { driftOfPromptLength } from './domain/drift/prompt-length.ts';
import type { Dimension } from './domain/grouping-set.ts';
import { emptyValueOf, metricValue, partsOf } from './domain/metric.ts';
import type { Metric } from './domain/metric-name.ts';
import { partsOfModel } from './domain/model-name.ts';
import { bucketStarts, chartStepMs, POINTS_MAX, wholeMinutesMs } from './domain/step.ts';
import { sumCells } from './domain/totals.ts';
import type { NameKind } from './names.ts';
import { type CellGroup, type Cells, readCells } from './read-cells.ts';
import { armOf } from './ready-event.ts';
import { type Filter, type ResolvedFilter, resolveFilter } from './resolve-filter.ts';
import { slotOf } from './slot.ts';
import { storeOf } from './store.ts';

export type Grouping = 'prompt' | 'version' | 'model' | 'provider' | 'environment' | 'arm' | 'service' | 'error_code';
export type SeriesQuery = {
  metric: Metric;
  /** `[from, to)` in ms. */
  from: number;
  to: number;
  /** Seconds; left out: about 250 points. */
  stepS?: number;
  groupBy?: Grouping;
  filter: Filter;
};

/** A group's names, such as `{prompt, version}`; empty without grouping. */
export type Group = Record<string, string | number | null>;
export type SeriesAnswer = {
  stepMs: number;
  source: Cells['source'];
  tookMs: number;
  /** Changed minutes whose newest events are not in the values yet; 0 = the values are exact. */
  pendingMinutes: number;
  /** Starts of the buckets; `values` has an entry for each. */
  starts: number[];
  series: { group: Group; values: (number | null)[] }[];
};

const COLUMNS: Record<Grouping, readonly ('environment' | Dimension)[]> = {
  prompt: ['prompt'],
  version: ['prompt', 'version'],
  model: ['model'],
  provider: ['model'],
  environment: ['environment'],
  arm: ['arm'],
  service: ['service'],
  error_code: ['error_code'],
};
const REFERENCE_MS = 28 * 86_400_000;

/**
 * One metric as a series a group: the same numbers that the charts draw. An empty bucket is 0 for counts, null for the
 * rest. Throws 422: `invalid_range`, `too_many_points`, `range_too_large`, `not_groupable`.
 */
export async function readSeries(ctx: Ctx, query: SeriesQuery): Promise<SeriesAnswer> {
  const { from, to, metric, groupBy } = query;
  if (to <= from) throw invalid('/to', 'invalid_range', 'to must be after from.');
  const failures = groupBy === 'error_code';
  if (failures && metric !== 'errors') {
    throw invalid(
      '/group_by',
      'not_groupable',
      'Only the metric errors can be grouped by error_code: a success has none.',
    );
  }
  const stepMs = query.stepS === undefined ? chartStepMs(to - from, 250) : wholeMinutesMs(query.stepS);
  checkPoints((to - from) / stepMs, 1);
  const starts = bucketStarts(from, to, stepMs);
  const filter = await resolveFilter(ctx, query.filter);
  const read = await readCells(ctx, {
    from,
    to,
    stepMs,
    filter,
    failures,
    groupBy: groupBy === undefined ? [] : COLUMNS[groupBy],
    parts: partsOf(metric),
  });
  const groups = await nameGroups(ctx, groupBy, read.groups);
  checkPoints(starts.length, Math.max(1, groups.length));
  const valueIn = await valuation(ctx, metric, filter, from);
  const seriesOf = ({ group, cells }: NamedGroup) => ({
    group,
    values: starts.map((start) => {
      const cell = cells.get(start);
      return cell ? valueIn(cell) : emptyValueOf(metric);
    }),
  });
  const shown = groups.length === 0 && groupBy === undefined ? [{ group: {}, cells: new Map<number, Cell>() }] : groups;
  return {
    stepMs,
    source: read.source,
    tookMs: read.tookMs,
    pendingMinutes: read.pendingMinutes,
    starts,
    series: shown.map(seriesOf),
  };
}

function checkPoints(buckets: number, groups: number): void {
  if (buckets * groups <= POINTS_MAX) return;
  const points = Math.ceil(buckets * groups).toLocaleString('en');
  throw invalid(
    '/step',
    'too_many_points',
    `These are ${points} points, more than ${POINTS_MAX}. Use a larger step, a shorter range or no group_by.`,
  );
}

/** How a cell becomes a value. Drift compares with the 28 days before `from`. */
async function valuation(
  ctx: Ctx,
  metric: Metric,
  filter: ResolvedFilter,
  from: number,
): Promise<(cell: Cell) => number | null> {
  if (metric !== 'input_drift') return (cell) => metricValue(metric, cell);
  const range = { from: from - REFERENCE_MS, to: from, stepMs: 86_400_000 };
  const { groups } = await readCells(ctx, { ...range, filter, parts: ['input'] });
  const all = sumCells(groups.flatMap(({ cells }) => [...cells.values()]));
  const inTokens = !isEmptyBins(all.inputTokens) && isEmptyBins(all.inputChars);
  const sketch = (cell: Cell) => sketchOf(inTokens ? cell.inputTokens : cell.inputChars);
  return (cell) => driftOfPromptLength(sketch(all), sketch(cell)).psi;
}

type NamedGroup = { group: Group; cells: Map<number, Cell> };

async function nameGroups(
  ctx: Ctx,
  groupBy: Grouping | undefined,
  groups: readonly CellGroup[],
): Promise<NamedGroup[]> {
  if (groupBy === undefined) return groups.map(({ cells }) => ({ group: {}, cells }));
  const texts = (kind: NameKind, ids: number[]) => storeOf(ctx).names.texts(slotOf(ctx.project), kind, ids);
  if (groupBy === 'arm') return groups.map(({ dims, cells }) => ({ group: { arm: armOf(dims.arm) }, cells }));
  if (groupBy === 'provider') {
    const names = await texts(
      'model',
      groups.map(({ dims }) => dims.model),
    );
    return mergeBy(groups, ({ dims }) => partsOfModel(names.get(dims.model) ?? '').provider);
  }
  const kind = groupBy === 'version' ? 'prompt' : groupBy;
  const column = kind === 'error_code' ? 'errorCode' : kind;
  const names = await texts(
    kind,
    groups.map(({ dims }) => dims[column]),
  );
  return groups.map(({ dims, cells }): NamedGroup => {
    const text = names.get(dims[column]) ?? null;
    if (groupBy === 'version') return { group: { prompt: text, version: dims.version || null }, cells };
    if (groupBy !== 'model' || text === null) return { group: { [groupBy]: text }, cells };
    return { group: { ...partsOfModel(text) }, cells };
  });
}

/** A provider is the sum of its models. */
function mergeBy(groups: readonly CellGroup[], providerOf: (group: CellGroup) => string): NamedGroup[] {
  const byProvider = new Map<string, NamedGroup>();
  for (const group of groups) {
    const provider = providerOf(group);
    const known = byProvider.get(provider) ?? { group: { provider }, cells: new Map() };
    byProvider.set(provider, known);
    for (const [start, cell] of group.cells) {
      known.cells.set(start, sumCells([known.cells.get(start) ?? emptyCell(), cell]));
    }
  }
  return [...byProvider.values()];
}
