/** Simulated cohorts of tasks whose true cost per success is known, to measure how often an interval contains it. */
import { ratioInterval } from '#server/stats/ratio-interval.ts';
import type { RatioUnit } from '#server/stats/ratio-of-sums.ts';
import { seededRandom } from '#server/stats/seeded-random.ts';

type Uniform = () => number;
export type Costs = { name: string; mean: number; draw: (random: Uniform) => number };

const normal = (random: Uniform): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const logNormal = (sigma: number): Costs => ({
  name: `log-normal, sigma ${sigma}`,
  mean: Math.exp(sigma ** 2 / 2),
  draw: (random) => Math.exp(sigma * normal(random)),
});
const pareto = (shape: number): Costs => ({
  name: `Pareto, shape ${shape}`,
  mean: shape / (shape - 1),
  draw: (random) => (1 - random()) ** (-1 / shape),
});

/** One attempt's cost. Pareto 2.5 has no third moment; log-normal 1.25 has a skewness of 11. */
export const HEAVY: readonly Costs[] = [logNormal(0.8), logNormal(1), logNormal(1.25), pareto(3), pareto(2.5)];
/** Beyond what 100 tasks can show: few of them carry the cost, and a cohort may have none of these. */
export const HEAVIER: readonly Costs[] = [
  logNormal(1.5),
  {
    name: '3 % of attempts cost 15 times as much',
    mean: (0.97 + 0.03 * 15) * Math.exp(0.245),
    draw: (random) => (random() < 0.03 ? 15 : 1) * Math.exp(0.7 * normal(random)),
  },
];

export type Coverage = { held: number; below: number; above: number; methods: Record<string, number> };

/**
 * Shares of cohorts of `n` tasks whose interval contains the true cost per success. A task has up to three attempts.
 */
export function coverageOf(costs: Costs, successChance: number, n: number, cohorts: number, seed: number): Coverage {
  const random = seededRandom(seed);
  const fails = 1 - successChance;
  const truth = (costs.mean * (1 + fails + fails ** 2)) / (1 - fails ** 3);
  const found: Coverage = { held: 0, below: 0, above: 0, methods: {} };
  for (let cohort = 0; cohort < cohorts; cohort++) {
    const units = Array.from({ length: n }, () => task(costs, successChance, random));
    const interval = ratioInterval(units, cohort);
    const method = interval?.method ?? 'nothing came out';
    found.methods[method] = (found.methods[method] ?? 0) + 1;
    if (interval !== null && truth < (interval.low ?? Number.NaN)) found.above += 1;
    else if (interval !== null && truth > (interval.high ?? Number.POSITIVE_INFINITY)) found.below += 1;
    else found.held += 1;
  }
  for (const end of ['held', 'below', 'above'] as const) found[end] /= cohorts;
  return found;
}

function task(costs: Costs, successChance: number, random: Uniform): RatioUnit {
  let top = 0;
  for (let attempt = 0; attempt < 3; attempt++) {
    top += costs.draw(random);
    if (random() < successChance) return { top, bottom: 1 };
  }
  return { top, bottom: 0 };
}
