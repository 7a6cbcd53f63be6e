import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { tangoInterval, tangoNonInferiorityP, tangoStatistic } from './tango.ts';

const pairsOf = (candidateOnly: number, baselineOnly: number, n: number) => ({ candidateOnly, baselineOnly, n });

test.for([
  [0, 0, 5, -0.351117],
  [0, 0, 10, -0.212942],
  [0, 0, 20, -0.119158],
  [0, 0, 50, -0.051333],
  [0, 0, 134, -0.019791],
  [0, 0, 500, -0.005382],
  [0, 1, 200, -0.022097],
  [1, 1, 200, -0.017602],
  [0, 1, 500, -0.008914],
  [1, 1, 20, -0.157145],
  [5, 5, 500, -0.011663],
  [27, 269, 500, -0.526882],
  [158, 70, 500, 0.127662],
] as const)('%s won, %s lost of %s: not below %s, one-sided 95 %%', ([won, lost, n, lower]) => {
  expect(Math.abs((tangoInterval(pairsOf(won, lost, n), 0.1)?.[0] ?? 9) - lower)).toBeLessThan(1e-6);
});

test('1 won, 7 lost of 21 lies within −0.517232 and −0.026003', () => {
  const [low, high] = tangoInterval(pairsOf(1, 7, 21)) ?? [9, 9];
  expect(Math.abs(low + 0.517232)).toBeLessThan(1e-6);
  expect(Math.abs(high + 0.026003)).toBeLessThan(1e-6);
});

test('134 pairs without a difference prove a margin of 2 points, 133 do not', () => {
  expect(tangoNonInferiorityP(pairsOf(0, 0, 134), 0.02)).toBeLessThan(0.05);
  expect(tangoNonInferiorityP(pairsOf(0, 0, 132), 0.02)).toBeGreaterThan(0.05);
});

test('without pairs there is no interval', () => expect(tangoInterval(pairsOf(0, 0, 0))).toBeNull());

const counts = fc.integer({ min: 0, max: 200 });

property.prop([counts, counts, fc.integer({ min: 1, max: 500 })])(
  'it contains the difference, mirrors when the sides swap, and agrees with its test',
  (won, lost, rest) => {
    const n = won + lost + rest;
    const [low, high] = tangoInterval(pairsOf(won, lost, n)) ?? [9, 9];
    const [mirrorLow, mirrorHigh] = tangoInterval(pairsOf(lost, won, n)) ?? [9, 9];
    expect(low).toBeLessThanOrEqual((won - lost) / n + 1e-9);
    expect(high).toBeGreaterThanOrEqual((won - lost) / n - 1e-9);
    expect(low).toBeCloseTo(-mirrorHigh, 8);
    expect(high).toBeCloseTo(-mirrorLow, 8);
    expect(tangoStatistic(pairsOf(won, lost, n), low + 1e-6)).toBeLessThan(1.96);
    expect(tangoNonInferiorityP(pairsOf(won, lost, n), 1e-6 - low)).toBeLessThan(0.02501);
  },
);
