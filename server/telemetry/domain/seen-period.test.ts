import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { SEEN_PERIOD_MS, seenPeriods } from './seen-period.ts';

const looked = (now: number) => {
  const { claim, before } = seenPeriods(now);
  return new Set([...claim, before]);
};
const near = fc.integer({ min: -20 * 60_000, max: 20 * 60_000 }).map((ms) => 2940 * SEEN_PERIOD_MS + ms);

test.prop([fc.integer({ min: 0, max: SEEN_PERIOD_MS }), fc.integer({ min: 0, max: 10 * SEEN_PERIOD_MS })])(
  'a call looks where any call of the seven days before has claimed',
  (earlier, start) => {
    const now = start + 100 * SEEN_PERIOD_MS;
    expect(seenPeriods(now - earlier).claim.some((period) => looked(now).has(period))).toBe(true);
  },
);

test.prop([near, fc.integer({ min: -10 * 60_000 + 1, max: 10 * 60_000 - 1 })])(
  'two calls less than ten minutes apart claim in a period that both claim in, whichever side of midnight they are on',
  (now, apart) => {
    const mine = new Set(seenPeriods(now).claim);
    expect(seenPeriods(now + apart).claim.some((period) => mine.has(period))).toBe(true);
  },
);
