import { sketchOf } from '#server/telemetry/rollup/domain/bin-counts.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { meanOfShards } from '#server/telemetry/rollup/domain/shard-sums.ts';
import { quantileOfSketch } from '#server/telemetry/rollup/domain/sketch.ts';
import type { CellMetric, Metric } from './metric-name.ts';

/** Every series with its value in one bucket: null where nothing is known. */
const VALUES: Record<CellMetric, (cell: Cell) => number | null> = {
  requests: (cell) => cell.n,
  errors: (cell) => cell.errors,
  error_rate: (cell) => ratio(cell.errors, cell.n),
  latency_p50: (cell) => quantileOfSketch(sketchOf(cell.latency), 0.5),
  latency_p95: (cell) => quantileOfSketch(sketchOf(cell.latency), 0.95),
  latency_p99: (cell) => quantileOfSketch(sketchOf(cell.latency), 0.99),
  ttft_p50: (cell) => quantileOfSketch(sketchOf(cell.ttft), 0.5),
  ttft_p95: (cell) => quantileOfSketch(sketchOf(cell.ttft), 0.95),
  ttft_p99: (cell) => quantileOfSketch(sketchOf(cell.ttft), 0.99),
  tokens_in: (cell) => sumOf(cell, cell.tokensIn, cell.tokensInN),
  tokens_out: (cell) => sumOf(cell, cell.tokensOut, cell.tokensOutN),
  tokens_cached: (cell) => sumOf(cell, cell.tokensCached, cell.tokensCachedN),
  cost: costOf,
  cost_per_request: (cell) => ratio(cell.costNano / 1e9, cell.costN),
  cost_per_outcome: (cell) => (cell.costN === 0 ? null : ratio(cell.costNano / 1e9, cell.outcomeOk)),
  success_rate: (cell) => ratio(cell.outcomeOk, cell.outcomeN),
  quality: (cell) => meanOfShards(cell.shards)?.mean ?? null,
};

/** Which sketches and sums a metric reads, so that no others are fetched. */
export const ALL_PARTS = ['latency', 'ttft', 'input', 'shards'] as const;
export type Part = (typeof ALL_PARTS)[number];

/** What the totals of a range, and the curves of the monitor page, are made of. */
export const PARTS_OF_TOTALS = ['latency', 'ttft', 'shards'] as const satisfies readonly Part[];

/** The parts that `metric` is computed from, beside the plain counts. */
export function partsOf(metric: Metric): readonly Part[] {
  if (metric.startsWith('latency_')) return ['latency'];
  if (metric.startsWith('ttft_')) return ['ttft'];
  if (metric === 'quality') return ['shards'];
  return metric === 'input_drift' ? ['input'] : [];
}

/** The metric's value in this cell. */
export const metricValue = (metric: CellMetric, cell: Cell): number | null => VALUES[metric](cell);

/** What an empty bucket shows: 0 for what is counted, null for what is measured. */
export const emptyValueOf = (metric: Metric): number | null =>
  metric === 'requests' || metric === 'errors' || metric.startsWith('tokens_') ? 0 : null;

/** Dollars; null where no request's cost is known. */
export function costOf(cell: Cell): number | null {
  return cell.costN === 0 ? null : cell.costNano / 1e9;
}

/** A sum of what is known: 0 where nothing happened, null where nothing is known of what did. */
export function sumOf(cell: Cell, sum: number, known: number): number | null {
  return cell.n > 0 && known === 0 ? null : sum;
}

function ratio(over: number, under: number): number | null {
  return under === 0 ? null : over / under;
}
