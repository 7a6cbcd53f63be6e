import { expect, test } from 'vitest';
import { impactOf, type TrafficMinute } from './impact.ts';

const minute = (more: Partial<TrafficMinute> = {}): TrafficMinute => ({
  ...{ n: 10, errors: 0, costUsd: 0.1, costN: 10, outcomeN: 10, outcomeOk: 10 },
  ...more,
});
const minutes = (count: number, more: (i: number) => Partial<TrafficMinute>) =>
  Array.from({ length: count }, (_, i) => minute(more(i)));

test('what it cost beside the time before, each with its interval', () => {
  const during = {
    minutes: minutes(10, (i) => ({ errors: 2, outcomeOk: 7, costUsd: 0.2 + (i % 2) * 0.02 })),
    quality: { mean: 0.86, low: 0.84, high: 0.88, n: 100 },
  };
  const before = {
    minutes: minutes(60, (i) => ({ costUsd: 0.1 + (i % 2) * 0.02 })),
    quality: { mean: 0.97, low: 0.96, high: 0.98, n: 600 },
  };
  const found = impactOf(during, before);
  expect(found).toMatchObject({ requests: 100, failedRequests: 20, outcomes: 100, failedOutcomes: 30 });
  expect(found.excessFailures?.value).toBeCloseTo(20, 9);
  expect(found.excessFailures?.interval?.[0]).toBeGreaterThan(10);
  expect(found.extraCostUsd?.value).toBeCloseTo(1, 9);
  expect(found.extraCostUsd?.interval?.[0]).toBeGreaterThan(0.9);
  expect(found.extraCostUsd?.interval?.[1]).toBeLessThan(1.1);
  expect(found.quality?.value).toBeCloseTo(-0.11, 9);
  expect(found.quality?.interval?.[0]).toBeCloseTo(-0.11 - Math.hypot(0.02, 0.01), 9);
});

test('without a time before, or without scores, there is no difference', () => {
  const found = impactOf({ minutes: [minute({ errors: 3 })], quality: null }, { minutes: [], quality: null });
  expect(found).toMatchObject({ failedRequests: 3, excessFailures: null, extraCostUsd: null, quality: null });
});

test('requests of unknown cost cost nothing that is known', () => {
  const unknown = { costUsd: 0, costN: 0 };
  const found = impactOf(
    { minutes: [minute(unknown)], quality: null },
    { minutes: [minute(), minute()], quality: null },
  );
  expect(found.extraCostUsd).toBeNull();
});

test('the same cost as before is no cost, whatever floats add up to', () => {
  const same = minutes(9, () => ({ n: 3, costN: 3, costUsd: 0.1 + 0.2 - 0.27 }));
  const found = impactOf({ minutes: same, quality: null }, { minutes: [...same, ...same], quality: null });
  expect(found.extraCostUsd).toEqual({ value: 0, interval: [0, 0] });
});
