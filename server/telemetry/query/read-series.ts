import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { REFERENCE_MS } from '#server/telemetry/drift/domain/drift-signal.ts';
import { PROMPT_LENGTH } from '#server/telemetry/drift/domain/prompt-length.ts';
import { driftOfSketches } from '#server/telemetry/drift/domain/sketch-drift.ts';
import { isEmptyBins, sketchOf } from '#server/telemetry/rollup/domain/bin-counts.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { columnsOf, type Grouping } from './domain/grouping.ts';
import { emptyValueOf, metricValue, partsOf } from './domain/metric.ts';
import type { Metric } from './domain/metric-name.ts';
import { bucketStarts, chartStepMs, POINTS_MAX, wholeMinutesMs } from './domain/step.ts';
import { sumCells } from './domain/totals.ts';
import { type Group, type NamedGroup, nameGroups } from './name-groups.ts';
import { type Cells, readCells } from './read-cells.ts';
import { type Filter, type ResolvedFilter, resolveFilter } from './resolve-filter.ts';

export type SeriesQuery = {
  metric: Metric;
  /** `[from, to)` in ms. */
  from: number;
  to: number;
  /** Seconds; left out: about 250 points. */
  stepS?: number;
  /** A series for each combination that occurs; left out or empty: one series. */
  groupBy?: readonly Grouping[];
  filter: Filter;
};

export type SeriesResponse = {
  stepMs: number;
  source: Cells['source'];
  tookMs: number;
  /** Changed minutes whose newest events are not in the values yet; 0 = the values are exact. */
  pendingMinutes: number;
  /** Starts of the buckets; `values` has an entry for each. */
  starts: number[];
  series: { group: Group; values: (number | null)[] }[];
};

/**
 * One metric as a series a group: the same numbers that the charts draw. An empty bucket is 0 for counts, null for the
 * rest. Throws 422: `invalid_range`, `too_many_points`, `range_too_large`, `not_groupable`.
 */
export async function readSeries(ctx: Ctx, query: SeriesQuery): Promise<SeriesResponse> {
  const { from, to, metric, groupBy = [] } = query;
  if (to <= from) throw invalid('/to', 'invalid_range', 'to must be after from.');
  const failures = groupBy.includes('error_code');
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
    groupBy: columnsOf(groupBy),
    parts: partsOf(metric),
  });
  const groups = await nameGroups(ctx, groupBy, read.groups);
  checkPoints(starts.length, Math.max(1, groups.length));
  const valueIn = await valuation(ctx, query, filter);
  const seriesOf = ({ group, cells }: NamedGroup) => ({
    group,
    values: starts.map((start) => {
      const cell = cells.get(start);
      return cell ? valueIn(cell, group) : emptyValueOf(metric);
    }),
  });
  const shown: readonly NamedGroup[] =
    groups.length === 0 && groupBy.length === 0 ? [{ group: {}, cells: new Map() }] : groups;
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

type Valuation = (cell: Cell, group: Group) => number | null;

/** How a cell becomes a value. Drift compares with the 28 days before `from` of the same group. */
async function valuation(ctx: Ctx, query: SeriesQuery, filter: ResolvedFilter): Promise<Valuation> {
  const { metric, from, groupBy = [] } = query;
  if (metric !== 'input_drift') return (cell) => metricValue(metric, cell);
  const range = { from: from - REFERENCE_MS, to: from, stepMs: DAY_MS };
  const { groups } = await readCells(ctx, {
    ...range,
    filter,
    groupBy: columnsOf(groupBy),
    parts: PROMPT_LENGTH.parts,
  });
  const named = await nameGroups(ctx, groupBy, groups);
  const references = new Map(named.map(({ group, cells }) => [JSON.stringify(group), referenceOf(cells)]));
  return (cell, group) => {
    const reference = references.get(JSON.stringify(group));
    if (reference === undefined) return null;
    return driftOfSketches(reference.sketch, sketchOf(reference.measure.binsOf(cell))).psi;
  };
}

/** The lengths of all days together: in characters, or in tokens where no client sends characters. */
function referenceOf(days: ReadonlyMap<number, Cell>) {
  const all = sumCells(days.values());
  const { measures } = PROMPT_LENGTH;
  const measure = measures.find(({ binsOf }) => !isEmptyBins(binsOf(all))) ?? measures[0];
  return { measure, sketch: sketchOf(measure.binsOf(all)) };
}
