/**
 * Claim: the 95 % interval of cost per outcome holds the true figure in 93 to 97 % of 2,000 simulated cohorts of 100 tasks
 * and more, at fixed seeds, with heavy-tailed costs, retries and success rates of 22 to 99.9 % of tasks. Heavier tails
 * are printed too, without a bar (docs/decisions/071). Sizes of cohorts as arguments choose some.
 */
import { coverageOf, HEAVIER, HEAVY } from '#test/simulations/cost-cohorts.ts';

const COHORTS = 2_000;
const HELD_MIN = 0.93;
const HELD_MAX = 0.97;
const SUCCESS_CHANCES = [0.08, 0.3, 0.9];
const asked = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : [100, 300, 1_000];
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

let isHeld = true;
for (const n of sizes) {
  for (const costs of [...HEAVY, ...HEAVIER]) {
    for (const chance of SUCCESS_CHANCES) {
      const { held, below, above, methods } = coverageOf(costs, chance, n, COHORTS, 1);
      const promised = HEAVY.includes(costs);
      const within = held >= HELD_MIN && held <= HELD_MAX;
      if (promised) isHeld &&= within;
      const word = within ? 'held' : promised ? 'MISSED' : 'not promised';
      const by = Object.entries(methods).map(([method, count]) => `${count} ${method}`);
      console.log(
        `${word}: n ${n}, ${costs.name}, success ${percent(chance)} an attempt: ${percent(held)} ` +
          `(too low ${percent(below)}, too high ${percent(above)}; ${by.join(', ')})`,
      );
    }
  }
}
process.exitCode = isHeld ? 0 : 1;
