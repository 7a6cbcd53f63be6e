import { expect, test } from 'vitest';
import { isDue, type Marked, type Pace, seen } from './pace.ts';
import { TIERS } from './tiers.ts';

const NOW = 1_800_000_000_000;
const minute = (more: Partial<Marked> = {}): Marked => ({
  tier: TIERS.minute,
  bucket: NOW - 30_000,
  marks: 3,
  finerWaits: false,
  ...more,
});
const pace = (more: Partial<Pace> = {}): Pace => ({
  marks: 1,
  changedAt: NOW - 1000,
  firstSeen: NOW - 1000,
  ranAt: null,
  tookMs: 0,
  ...more,
});

test.each<[string, Marked, Pace | undefined, boolean]>([
  ['a mark seen for the first time waits for a second look', minute(), undefined, false],
  ['an hour none of whose minutes waits is computed at once', minute({ tier: TIERS.hour }), undefined, true],
  ['a quiet bucket is computed', minute(), pace({ marks: 3 }), true],
  ['a bucket is not quiet that changed half a second ago', minute(), pace({ marks: 3, changedAt: NOW - 500 }), false],
  [
    'an hour is computed again once none of its minutes waits',
    minute({ tier: TIERS.hour }),
    pace({ ranAt: NOW - 2000, tookMs: 200 }),
    true,
  ],
  ['but takes no more than its share', minute({ tier: TIERS.hour }), pace({ ranAt: NOW - 1900, tookMs: 200 }), false],
  ['a running minute that keeps changing waits', minute(), pace(), false],
  ['a running minute is computed every five seconds', minute(), pace({ firstSeen: NOW - 5000 }), true],
  ['a sealed minute is computed at once, quiet or not', minute({ bucket: NOW - 65_000 }), pace(), true],
  [
    'a sealed minute that was computed goes by its pace',
    minute({ bucket: NOW - 65_000 }),
    pace({ ranAt: NOW - 4000 }),
    false,
  ],
  ['what took two seconds waits twenty', minute(), pace({ ranAt: NOW - 19_000, tookMs: 2000 }), false],
  ['and no longer', minute(), pace({ ranAt: NOW - 20_000, tookMs: 2000 }), true],
  [
    'an hour whose minutes wait is not quiet',
    minute({ tier: TIERS.hour, finerWaits: true }),
    pace({ marks: 3 }),
    false,
  ],
])('%s', (_, marked, known, due) => {
  expect(isDue(marked, known, NOW)).toBe(due);
});

test('what was found unchanged is quiet from when it last changed', () => {
  const first = seen(undefined, 3, NOW);
  expect(first).toEqual({ marks: 3, changedAt: NOW, firstSeen: NOW, ranAt: null, tookMs: 0 });
  expect(seen(first, 3, NOW + 700).changedAt).toBe(NOW);
  expect(seen(first, 4, NOW + 700).changedAt).toBe(NOW + 700);
});
