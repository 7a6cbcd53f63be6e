import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { weightedMean } from '#server/stats/weighted-mean.ts';
import {
  ALONE,
  addScore,
  addShardBytes,
  emptyShards,
  encodeShards,
  meanOfShards,
  type ShardSums,
} from './shard-sums.ts';

const scores = fc.array(
  fc.record({ shard: fc.integer({ min: ALONE, max: 99 }), score: fc.double({ min: 0, max: 1, noNaN: true }) }),
  { maxLength: 60 },
);
const sumsOf = (list: readonly { shard: number; score: number }[]): ShardSums => {
  const sums = emptyShards();
  for (const { shard, score } of list) addScore(sums, shard, score);
  return sums;
};

property.prop([scores])(
  'the mean and its interval are those of a cluster-robust mean over the scores themselves',
  (list) => {
    const mine = meanOfShards(sumsOf(list));
    const values = list.map(({ shard, score }) => ({
      value: score,
      weight: 1,
      cluster: shard === ALONE ? null : String(shard),
    }));
    const direct = weightedMean(values);
    expect(mine === null).toBe(direct === null);
    if (mine === null || direct === null) return;
    expect(mine.mean).toBeCloseTo(direct.mean, 9);
    expect(mine.low === null).toBe(direct.standardError === null);
    if (mine.low === null || mine.high === null || direct.standardError === null) return;
    expect(mine.low).toBeGreaterThanOrEqual(0);
    expect(mine.high).toBeLessThanOrEqual(1);
    if (direct.standardError < 1e-12) expect(mine.high - mine.low).toBeLessThan(1e-6);
  },
);

property.prop([scores, scores])('stored sums add up to the sums of all', (a, b) => {
  const sums = emptyShards();
  for (const part of [a, b]) {
    const bytes = encodeShards(sumsOf(part));
    addShardBytes(sums, bytes === null ? null : Buffer.from(bytes));
  }
  const all = meanOfShards(sumsOf([...a, ...b]));
  const mean = meanOfShards(sums);
  expect(mean?.n).toBe(all?.n);
  expect(mean?.mean ?? 0).toBeCloseTo(all?.mean ?? 0, 9);
  expect(mean?.low ?? 0).toBeCloseTo(all?.low ?? 0, 6);
  expect(mean?.high ?? 0).toBeCloseTo(all?.high ?? 0, 6);
});

test('one user with many scores gives a mean and no interval', () => {
  const one = sumsOf(Array.from({ length: 50 }, (_, i) => ({ shard: 7, score: i % 2 })));
  expect(meanOfShards(one)).toEqual({ mean: 0.5, low: null, high: null, n: 50 });
});

test('bytes that are no sums are refused', () => {
  expect(() => addShardBytes(emptyShards(), Buffer.alloc(5))).toThrow(RangeError);
});
