import { expect, test } from 'vitest';
import { confidenceSequence, logMixtureE, mixtureRho } from './normal-mixture.ts';
import { seededRandom } from './seeded-random.ts';

const rho = mixtureRho(0.05, 5000);

test('ρ of α 0.05 and 5,000 planned observations, and of the one-sided form', () => {
  expect(rho).toBeCloseTo(0.0398400668, 9);
  expect(mixtureRho(0.1, 5000)).toBeCloseTo(0.0355776885, 9);
});

test.for([
  [100, 0.6694388617],
  [1_000, 0.1063754701],
  [5_000, 0.0429243372],
  [50_000, 0.0144974266],
] as const)('half-width after %i observations of variance 1 is %d', ([n, half]) => {
  const [low, high] = confidenceSequence({ estimate: 0, standardError: 1 / Math.sqrt(n), n, rho });
  expect(high).toBeCloseTo(half, 8);
  expect(low).toBeCloseTo(-half, 8);
  // The ends of the interval are where the e-value is 1/α.
  expect(logMixtureE({ z: half * Math.sqrt(n), n, rho })).toBeCloseTo(Math.log(20), 6);
});

test('of 1,000 quiet streams looked at 500 times, at most 5 % ever reach 1/α, where a z-test would', () => {
  let [crossed, byZ] = [0, 0];
  for (let seed = 1; seed <= 1_000; seed++) {
    const random = seededRandom(seed);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let [sum, isOver, isOverByZ] = [0, false, false];
    for (let n = 1; n <= 500; n++) {
      sum += normal();
      const z = sum / Math.sqrt(n);
      isOver ||= logMixtureE({ z, n, rho: mixtureRho(0.05, 20) }) >= Math.log(20);
      isOverByZ ||= Math.abs(z) > 1.96;
    }
    if (isOver) crossed += 1;
    if (isOverByZ) byZ += 1;
  }
  expect(crossed).toBeLessThanOrEqual(50);
  expect(byZ).toBeGreaterThan(400);
});
