import { expect, test } from 'vitest';
import { customWindow, RANGE_MS, RANGES, shifted, windowOf } from './range.ts';

const NOW = Date.parse('2026-03-04T12:34:56.789Z');

test.each(RANGES)('the last %s is cut into whole round buckets that hold now', (range) => {
  const { from, to, stepMs, starts } = windowOf(range, NOW);
  expect(to - from).toBe(RANGE_MS[range]);
  expect(to).toBeGreaterThan(NOW);
  expect(to - NOW).toBeLessThanOrEqual(stepMs);
  expect([from % stepMs, to % stepMs]).toEqual([0, 0]);
  expect(starts.length).toBe((to - from) / stepMs);
  expect(starts.length).toBeLessThanOrEqual(250);
  expect(86_400_000 % stepMs).toBe(0);
});

test('a range that was chosen is widened to whole buckets', () => {
  const { from, to, stepMs, starts } = customWindow(NOW - 90_000, NOW);
  expect([stepMs, starts.length]).toEqual([60_000, 2]);
  expect([from <= NOW - 90_000, to >= NOW]).toEqual([true, true]);
});

test('a range of nothing is widened to something', () => {
  expect(customWindow(NOW, NOW).starts).toHaveLength(2);
});

test('a week earlier has the same buckets', () => {
  const window = windowOf('90d', NOW);
  const earlier = shifted(window, 7 * 86_400_000);
  expect(earlier.starts).toEqual(window.starts.map((start) => start - 7 * 86_400_000));
});
