import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { psiCriticalValue } from '#server/stats/psi.ts';
import type { Sketch } from '#server/telemetry/rollup/domain/sketch.ts';
import { addToSketch, emptySketch } from '#test/builders/plain-sketch.ts';
import { driftOfSketches } from './sketch-drift.ts';

/** A sketch of lengths, each given as `[length, times]`. */
function lengths(...counted: readonly (readonly [length: number, times: number])[]): Sketch {
  const sketch = emptySketch();
  for (const [length, times] of counted) addToSketch(sketch, length, times);
  return sketch;
}

const quarters = lengths([100, 1000], [200, 1000], [400, 1000], [800, 1000]);

describe('the verdict', () => {
  test.for([
    ['the same shape is no drift', quarters, lengths([100, 250], [200, 250], [400, 250], [800, 250]), 'no_drift'],
    ['quarters to 40/30/20/10 % warn', quarters, lengths([100, 800], [200, 600], [400, 400], [800, 200]), 'warn'],
    ['quarters to 50/30/15/5 % are drift', quarters, lengths([100, 1000], [200, 600], [400, 300], [800, 100]), 'drift'],
    ['999 values of reference are too few', lengths([100, 500], [200, 499]), lengths([100, 300]), 'too_little_data'],
    ['299 values now are too few', quarters, lengths([5000, 299]), 'too_little_data'],
    ['nothing now is too little, not "no drift"', quarters, emptySketch(), 'too_little_data'],
    ['no reference is a missing baseline', null, quarters, 'baseline_missing'],
    ['an empty reference is a missing baseline', emptySketch(), quarters, 'baseline_missing'],
    ['a constant that stays is no drift', lengths([100, 2000]), lengths([100, 500]), 'no_drift'],
    ['a constant from which 1 % now differ is drift', lengths([100, 2000]), lengths([100, 495], [110, 5]), 'drift'],
    [
      'a constant from which fewer than 1 % differ is no drift',
      lengths([100, 2000]),
      lengths([100, 496], [110, 4]),
      'no_drift',
    ],
    [
      'where one bin holds nearly all, leaving it upwards is drift',
      lengths([70, 970], [90, 970], [200, 60]),
      lengths([70, 200], [200, 200]),
      'drift',
    ],
  ] as const)('%s', ([, reference, now, verdict]) => {
    expect(driftOfSketches(reference, now).verdict).toBe(verdict);
  });

  test('an index above 0.1 that chance explains is no drift', () => {
    const found = driftOfSketches(
      lengths(...[3, 6, 12, 24, 48, 96, 192, 384, 768, 1536].map((length) => [length, 100] as const)),
      lengths(...[20, 40, 20, 40, 20, 40, 20, 40, 20, 40].map((times, i) => [3 * 2 ** i, times] as const)),
    );
    expect(found.psi).toBeGreaterThan(0.1);
    expect(found.psi).toBeLessThan(found.critical ?? 0);
    expect(found.verdict).toBe('no_drift');
  });
});

test('the evidence holds the index, its limit, and both histograms', () => {
  const found = driftOfSketches(quarters, lengths([100, 800], [200, 600], [400, 400], [800, 200]));
  expect(found.psi).toBeCloseTo(0.22769, 5);
  expect(found.critical).toBe(psiCriticalValue(4, 4000, 2000));
  expect(found).toMatchObject({ rule: 'psi', nReference: 4000, nNow: 2000, needed: { reference: 1000, now: 300 } });
  expect(found.bins).toEqual([
    { from: 0, to: 128, reference: 1000, now: 800 },
    { from: 128, to: 256, reference: 1000, now: 600 },
    { from: 256, to: 512, reference: 1000, now: 400 },
    { from: 512, to: null, reference: 1000, now: 200 },
  ]);
  expect(found.histogram.map(({ from, to }) => [from, to])).toEqual([
    [64, 128],
    [128, 256],
    [256, 512],
    [512, 1024],
  ]);
});

test('too little data still shows what there is', () => {
  const found = driftOfSketches(quarters, lengths([100, 7]));
  expect(found).toMatchObject({ psi: null, critical: null, nNow: 7, bins: [] });
  expect(found.histogram[0]).toEqual({ from: 64, to: 128, reference: 1000, now: 7 });
});

const window = fc.array(fc.tuple(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 1, max: 900 })), {
  minLength: 1,
  maxLength: 30,
});

property.prop([window, window])('whatever comes in, both histograms add up and the numbers are finite', (a, b) => {
  const found = driftOfSketches(lengths(...a), lengths(...b));
  const total = (side: 'reference' | 'now') => found.histogram.reduce((sum, bin) => sum + bin[side], 0);
  expect([total('reference'), total('now')]).toEqual([found.nReference, found.nNow]);
  if (found.psi === null) return;
  expect(Number.isFinite(found.psi) && Number.isFinite(found.critical)).toBe(true);
  expect(found.bins.length).toBeGreaterThanOrEqual(2);
  expect(found.bins.length).toBeLessThanOrEqual(10);
});

property.prop([window])('a window never drifts from itself', (a) => {
  const verdict = driftOfSketches(lengths(...a), lengths(...a)).verdict;
  expect(['no_drift', 'too_little_data']).toContain(verdict);
});
