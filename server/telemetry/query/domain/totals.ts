import { quantilesOfBins } from '#server/telemetry/rollup/domain/bin-counts.ts';
import { addCell, type Cell, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { meanOfShards, type ScoreMean } from '#server/telemetry/rollup/domain/shard-sums.ts';
import { costOf, sumOf } from './metric.ts';

/** Milliseconds; null where nothing is known. `n` = requests whose value is known. */
export type Quantiles = { p50: number | null; p95: number | null; p99: number | null; n: number };

/** What a whole range adds up to. Unknown is null; money in US dollars. */
export type Totals = {
  requests: number;
  errors: number;
  errorRate: number | null;
  latency: Quantiles;
  ttft: Quantiles;
  tokensIn: number | null;
  tokensOut: number | null;
  tokensCached: number | null;
  cost: number | null;
  /** Requests whose cost is known. */
  costKnown: number;
  costPerRequest: number | null;
  quality: ScoreMean | null;
  outcomes: { n: number; ok: number; successRate: number | null; costPerOutcome: number | null };
};

/** One cell of all the given. */
export function sumCells(cells: Iterable<Cell>): Cell {
  const sum = emptyCell();
  for (const cell of cells) addCell(sum, cell);
  return sum;
}

/** The totals of a cell that was read with all its parts. */
export function totalsOf(cell: Cell): Totals {
  const cost = costOf(cell);
  return {
    requests: cell.n,
    errors: cell.errors,
    errorRate: cell.n === 0 ? null : cell.errors / cell.n,
    latency: quantilesOf(cell.latency),
    ttft: quantilesOf(cell.ttft),
    tokensIn: sumOf(cell, cell.tokensIn, cell.tokensInN),
    tokensOut: sumOf(cell, cell.tokensOut, cell.tokensOutN),
    tokensCached: sumOf(cell, cell.tokensCached, cell.tokensCachedN),
    cost,
    costKnown: cell.costN,
    costPerRequest: cost === null ? null : cost / cell.costN,
    quality: meanOfShards(cell.shards),
    outcomes: {
      n: cell.outcomeN,
      ok: cell.outcomeOk,
      successRate: cell.outcomeN === 0 ? null : cell.outcomeOk / cell.outcomeN,
      costPerOutcome: cost === null || cell.outcomeOk === 0 ? null : cost / cell.outcomeOk,
    },
  };
}

const QUANTILES = [0.5, 0.95, 0.99] as const;

/** P50, P95 and P99 of a distribution. */
export function quantilesOf(counts: Cell['latency']): Quantiles {
  const { n, values } = quantilesOfBins(counts, QUANTILES);
  const [p50 = null, p95 = null, p99 = null] = values;
  return { p50, p95, p99, n };
}
