import { quantile } from '#server/stats/quantile.ts';
import type { ScoredItem } from './scored-item.ts';
import { summariseScores } from './summarise-scores.ts';

type Score = { score: number | null; ci95: readonly [number, number] | null; n: number };

/** A run in figures: score by category, known cost (US dollars) and latency (milliseconds). */
export type RunFigures = {
  overall: Score;
  categories: (Score & { name: string })[];
  costUsd: number | null;
  latency: { p50: number; p95: number; p99: number } | null;
};

/** Computes the figures of a run from what was measured; a figure without any measurement is null, not 0. */
export function summariseRun(items: readonly ScoredItem[]): RunFigures {
  const { overall, categories } = summariseScores(items);
  const costs = items.flatMap(({ costUsd = [] }) => costUsd.filter((cost) => cost !== null));
  const latencies = items.flatMap(({ latencyMs = [] }) => latencyMs.filter((ms) => ms !== null));
  const at = (q: number) => quantile(latencies, q) ?? 0;
  return {
    overall: { score: overall.score, ci95: overall.ci95, n: overall.n },
    categories: categories.map(({ name, score, ci95, n }) => ({ name, score, ci95, n })),
    costUsd: costs.length === 0 ? null : roundMoney(costs.reduce((sum, cost) => sum + cost, 0)),
    latency: latencies.length === 0 ? null : { p50: at(0.5), p95: at(0.95), p99: at(0.99) },
  };
}

/** Removes the rounding error of adding binary fractions: 13.827360000000034 becomes 13.82736. */
const roundMoney = (dollars: number): number => Number(dollars.toPrecision(12));
