import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { SEEN_PERIOD_MS, seenPeriods } from './seen-period.ts';

const looked = (now: number) => {
  const { claim, before, after } = seenPeriods(now);
  return new Set([before, ...claim, after]);
};
const HOUR_MS = 3_600_000;
const near = fc.integer({ min: -3 * HOUR_MS, max: 3 * HOUR_MS }).map((ms) => 2940 * SEEN_PERIOD_MS + ms);

test.prop([fc.integer({ min: 0, max: SEEN_PERIOD_MS }), fc.integer({ min: 0, max: 10 * SEEN_PERIOD_MS })])(
  'a call looks where any call of the seven days before has claimed',
  (earlier, start) => {
    const now = start + 100 * SEEN_PERIOD_MS;
    expect(seenPeriods(now - earlier).claim.some((period) => looked(now).has(period))).toBe(true);
  },
);

test.prop([near, fc.integer({ min: -2 * HOUR_MS + 1, max: 2 * HOUR_MS - 1 })])(
  'two calls whose clocks are less than two hours apart claim in a period that both claim in, whichever side of the turn they are on',
  (now, apart) => {
    const mine = new Set(seenPeriods(now).claim);
    expect(seenPeriods(now + apart).claim.some((period) => mine.has(period))).toBe(true);
  },
);

test.prop([near, fc.integer({ min: 0, max: SEEN_PERIOD_MS })])(
  'a call looks where one has claimed whose clock was up to a week ahead',
  (now, ahead) => {
    expect(seenPeriods(now + ahead).claim.some((period) => looked(now).has(period))).toBe(true);
  },
);
