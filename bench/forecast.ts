/**
 * Claim: on four kinds of simulated months, 40 of each at fixed seeds, what was spent lies inside the forecast's 80 % interval on
 * 70 to 90 % of days: the month's total as forecast on each of its days, and each single day ahead.
 */
import { backcast, MONTHS } from '#test/simulations/spend-months.ts';

const MONTHS_EACH = 40;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const isWithin = (share: number): boolean => share >= 0.7 && share <= 0.9;

let isHeld = true;
for (const kind of MONTHS) {
  const sums = { days: 0, month: 0, single: 0, singles: 0 };
  for (let seed = 1; seed <= MONTHS_EACH; seed++) {
    const found = backcast(kind, seed);
    for (const key of ['days', 'month', 'single', 'singles'] as const) sums[key] += found[key];
  }
  const month = sums.month / sums.days;
  const single = sums.single / sums.singles;
  const held = isWithin(month) && isWithin(single);
  isHeld &&= held;
  console.log(
    `${held ? 'held' : 'MISSED'}: ${kind.name}: month's total ${percent(month)}, single days ${percent(single)}`,
  );
}
process.exitCode = isHeld ? 0 : 1;
