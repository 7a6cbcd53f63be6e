import { emptyBins } from '#server/telemetry/rollup/domain/bin-counts.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { meanOfShards } from '#server/telemetry/rollup/domain/shard-sums.ts';
import { costOf, sumOf } from './metric.ts';
import { quantilesOf } from './totals.ts';

type Values = (number | null)[];
export type Percentiles = { p50: Values; p95: Values; p99: Values; n: number[] };

/** The curves of the monitor, an entry a bucket: 0 for what is counted, null for what is not known. */
export type MonitorSeries = {
  requests: { total: number[]; errors: number[]; ok: number[] };
  latency: Percentiles;
  ttft: Percentiles;
  tokens: { in: Values; out: Values; cached: Values };
  cost: Values;
  quality: { mean: Values; low: Values; high: Values; n: number[] };
};

const percentiles = (): Percentiles => ({ p50: [], p95: [], p99: [], n: [] });

function pushQuantiles(into: Percentiles, counts: Cell['latency'] | undefined): void {
  const { p50, p95, p99, n } = quantilesOf(counts ?? emptyBins());
  into.p50.push(p50);
  into.p95.push(p95);
  into.p99.push(p99);
  into.n.push(n);
}

/** The curves over the buckets that start at `starts`. */
export function monitorSeries(cells: ReadonlyMap<number, Cell>, starts: readonly number[]): MonitorSeries {
  const series: MonitorSeries = {
    requests: { total: [], errors: [], ok: [] },
    latency: percentiles(),
    ttft: percentiles(),
    tokens: { in: [], out: [], cached: [] },
    cost: [],
    quality: { mean: [], low: [], high: [], n: [] },
  };
  for (const start of starts) {
    const cell = cells.get(start);
    const n = cell?.n ?? 0;
    const errors = cell?.errors ?? 0;
    series.requests.total.push(n);
    series.requests.errors.push(errors);
    series.requests.ok.push(n - errors);
    pushQuantiles(series.latency, cell?.latency);
    pushQuantiles(series.ttft, cell?.ttft);
    series.tokens.in.push(cell ? sumOf(cell, cell.tokensIn, cell.tokensInN) : 0);
    series.tokens.out.push(cell ? sumOf(cell, cell.tokensOut, cell.tokensOutN) : 0);
    series.tokens.cached.push(cell ? sumOf(cell, cell.tokensCached, cell.tokensCachedN) : 0);
    series.cost.push(cell ? costOf(cell) : null);
    const quality = cell ? meanOfShards(cell.shards) : null;
    series.quality.mean.push(quality?.mean ?? null);
    series.quality.low.push(quality?.low ?? null);
    series.quality.high.push(quality?.high ?? null);
    series.quality.n.push(quality?.n ?? 0);
  }
  return series;
}
