import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { planSegments, TIERS, tierOfStep } from './tiers.ts';

const MINUTE = TIERS.minute.ms;
const instants = fc.integer({ min: 0, max: 4 * 24 * 60 * MINUTE });
const dirtyMinutes = fc.uniqueArray(fc.integer({ min: 0, max: 4 * 24 * 60 }), { maxLength: 6 });

property.prop([instants, instants, fc.constantFrom(null, ...Object.values(TIERS)), dirtyMinutes])(
  'segments cover a range once and in order, hold whole buckets, and none that has changed',
  (a, b, coarsest, dirty) => {
    const [from, to] = a < b ? [a, b] : [b, a];
    const changed = dirty.map((minute) => minute * MINUTE);
    const isDirty = (tier: { ms: number }, bucket: number) =>
      changed.some((minute) => minute >= bucket && minute < bucket + tier.ms);
    const segments = planSegments(from, to, coarsest, isDirty);
    let at = from;
    for (const segment of segments) {
      expect(segment.from).toBe(at);
      expect(segment.to).toBeGreaterThan(segment.from);
      at = segment.to;
      const { tier } = segment;
      if (tier === null) continue;
      expect([segment.from % tier.ms, segment.to % tier.ms]).toEqual([0, 0]);
      for (let bucket = segment.from; bucket < segment.to; bucket += tier.ms) expect(isDirty(tier, bucket)).toBe(false);
    }
    expect(at).toBe(to);
  },
);

test('a clean month of days is read as one piece', () => {
  const month = 30 * TIERS.day.ms;
  expect(planSegments(0, month, TIERS.day, () => false)).toEqual([{ tier: TIERS.day, from: 0, to: month }]);
});

test.each([
  [60, TIERS.minute],
  [300, TIERS.minute],
  [3600, TIERS.hour],
  [5400, TIERS.minute],
  [21_600, TIERS.hour],
  [86_400, TIERS.day],
  [172_800, TIERS.day],
  [30, null],
])('a step of %d s is read from the coarsest tier that fits into it', (stepS, tier) => {
  expect(tierOfStep(stepS * 1000)).toBe(tier);
});
