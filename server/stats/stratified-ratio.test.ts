import { expect, test } from 'vitest';
import { ratioSums } from './ratio-of-sums.ts';
import { seededRandom } from './seeded-random.ts';
import { stratifiedRatio } from './stratified-ratio.ts';

const units = (n: number, top: number, bottom: number) =>
  ratioSums(Array.from({ length: n }, (_, i) => ({ top: top * (i % 2 === 0 ? 0.9 : 1.1), bottom })));

test('the mix is the same for both: a side with more hard questions does not get a higher ratio by that', () => {
  const strata = [
    { weight: 1, first: units(90, 10, 1), second: units(10, 10, 1) },
    { weight: 1, first: units(10, 1, 1), second: units(90, 1, 1) },
  ];
  const found = stratifiedRatio(strata);
  expect(found?.first).toBeCloseTo(5.5, 9);
  expect(found?.second).toBeCloseTo(5.5, 9);
  expect(found?.ratio).toBeCloseTo(1, 9);
});

test('one stratum: the difference of the logarithms of two ratios with the sum of their variances', () => {
  const first = [1, 2, 3, 4].map((top) => ({ top, bottom: 1 }));
  const second = [2, 4, 6, 8].map((top) => ({ top, bottom: 1 }));
  const found = stratifiedRatio([{ weight: 7, first: ratioSums(first), second: ratioSums(second) }]);
  // se²/R² of either side is (5/3)/4/6.25.
  const spread = 1.959963984540054 * Math.sqrt(2 * (5 / 3 / 4 / 6.25));
  expect(found?.ratio).toBeCloseTo(0.5, 12);
  expect(found?.interval?.[0]).toBeCloseTo(0.5 * Math.exp(-spread), 9);
  expect(found?.interval?.[1]).toBeCloseTo(0.5 * Math.exp(spread), 9);
});

test('a side without success, or a stratum of one unit: no ratio, or none with an interval', () => {
  expect(stratifiedRatio([{ weight: 1, first: units(5, 1, 0), second: units(5, 1, 1) }])).toBeNull();
  expect(stratifiedRatio([{ weight: 1, first: units(1, 1, 1), second: units(5, 1, 1) }])?.interval).toBeNull();
});

test('1,000 pairs of cohorts of 200 tasks in two strata: the interval holds the true ratio in 93 to 97 %', () => {
  const random = seededRandom(3);
  const draw = (n: number, scale: number, chance: number) =>
    ratioSums(
      Array.from({ length: n }, () => ({
        top: scale * Math.exp(0.7 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())),
        bottom: random() < chance ? 1 : 0,
      })),
    );
  let held = 0;
  for (let i = 0; i < 1_000; i++) {
    const found = stratifiedRatio([
      { weight: 0.3, first: draw(150, 2, 0.6), second: draw(50, 3, 0.7) },
      { weight: 0.7, first: draw(50, 1, 0.9), second: draw(150, 1, 0.9) },
    ]);
    const truth = (0.3 * 2 + 0.7) / (0.3 * 0.6 + 0.7 * 0.9) / ((0.3 * 3 + 0.7) / (0.3 * 0.7 + 0.7 * 0.9));
    const [low, high] = found?.interval ?? [0, 0];
    if (low <= truth && truth <= high) held += 1;
  }
  expect(held).toBeGreaterThanOrEqual(930);
  expect(held).toBeLessThanOrEqual(970);
});
