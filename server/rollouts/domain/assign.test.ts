import { createHash } from 'node:crypto';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type AssignmentKind, assignArm, assignmentMessage, bucketOf } from './assign.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest();
const bucket = (salt: string, kind: AssignmentKind, key: string) =>
  bucketOf(sha256(assignmentMessage(salt, kind, key)));

describe('a key has the bucket that every language computes', () => {
  test.for([
    ['r_01', 'enrol', 'user-1', 18982227, 441],
    ['r_01', 'enrol', 'user-2', 2118804880, 49332],
    ['r_02', 'enrol', 'user-1', 387865506, 9030],
    ['r_01', 'variant', 'user-1', 1505723301, 35057],
    ['r_01', 'enrol', 'ünï-código', 128478614, 2991],
    ['r_01', 'enrol', '0', 3649235240, 84965],
    ['', 'enrol', 'a', 2009789136, 46794],
  ] as const)('salt "%s", kind %s, key %s', ([salt, kind, key, u32, expected]) => {
    expect(sha256(assignmentMessage(salt, kind, key)).readUInt32BE(0)).toBe(u32);
    expect(bucket(salt, kind, key)).toBe(expected);
  });

  test('a digest inside a larger buffer is read where it lies', () => {
    const digest = sha256(assignmentMessage('r_01', 'enrol', 'user-1'));
    const larger = new Uint8Array(40);
    larger.set(digest, 8);
    expect(bucketOf(larger.subarray(8))).toBe(441);
    expect(() => bucketOf(new Uint8Array(3))).toThrow(RangeError);
  });
});

describe('100,000 keys', () => {
  const keys = Array.from({ length: 100_000 }, (_, i) => `user-${i}`);
  const first = keys.map((key) => bucket('r_01', 'enrol', key));
  const second = keys.map((key) => bucket('r_02', 'enrol', key));

  test('spread evenly: χ² of 100 bins is 93.648, and 4,932 lie under 5 %, 24,837 under 25 %', () => {
    const bins = new Array<number>(100).fill(0);
    for (const b of first) bins[Math.floor(b / 1000)] = (bins[Math.floor(b / 1000)] ?? 0) + 1;
    expect(bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeCloseTo(93.648, 3);
    expect([Math.min(...bins), Math.max(...bins)]).toEqual([915, 1068]);
    expect(first.filter((b) => b < 5_000).length).toBe(4_932);
    expect(first.filter((b) => b < 25_000).length).toBe(24_837);
  });

  test('fall independently in two rollouts: 242 are in both at 5 %', () => {
    const cells = [0, 0, 0, 0];
    first.forEach((b, i) => {
      const cell = (b < 5_000 ? 2 : 0) + ((second[i] ?? 0) < 5_000 ? 1 : 0);
      cells[cell] = (cells[cell] ?? 0) + 1;
    });
    expect(cells).toEqual([90_426, 4_642, 4_690, 242]);
  });
});

/** Enough that some are in at nearly every percentage. */
const PEOPLE = Array.from({ length: 200 }, (_, i) => `user-${i}`);

describe('the arm', () => {
  test.for([
    ['0 percent serves no key', 0, 'user-1', 'stable'],
    ['100 percent serves every key', 100, '0', 'candidate'],
    ['a key whose bucket lies below the threshold is in', 0.442, 'user-1', 'candidate'],
    ['a key whose bucket is the threshold is out', 0.441, 'user-1', 'stable'],
    ['0 percent does not serve bucket 0 either', 0, 'user-41445', 'stable'],
    ['1.001 percent is 1,001 buckets, though 1.001 × 1000 falls short of it', 1.001, 'user-130558', 'candidate'],
    ['and not one more', 1.001, 'user-140142', 'stable'],
  ] as const)('%s', ([, percent, key, arm]) => {
    expect(assignArm({ salt: 'r_01', percent, key }, sha256)).toMatchObject({ arm, assigned: true });
  });

  test.for([
    ['a missing key', undefined],
    ['null', null],
    ['an empty key', ''],
    ['a key of more than 512 bytes', 'ü'.repeat(257)],
  ] as const)('%s gets stable, unassigned, even at 100 percent', ([, key]) => {
    expect(assignArm({ salt: 'r_01', percent: 100, key }, sha256)).toEqual({
      arm: 'stable',
      assigned: false,
      bucket: null,
    });
  });

  test('a key of exactly 512 bytes is assigned', () => {
    expect(assignArm({ salt: 'r_01', percent: 100, key: 'ü'.repeat(256) }, sha256).assigned).toBe(true);
  });

  test('the bytes of a key are taken as they come: case, blanks and composition all count', () => {
    const keys = ['ü', 'Ü', 'ü ', 'ü'.normalize('NFD')];
    const buckets = keys.map((key) => assignArm({ salt: 'r_01', percent: 50, key }, sha256).bucket);
    expect(buckets).toEqual(keys.map((key) => bucket('r_01', 'enrol', key)));
    expect(new Set(buckets).size).toBe(4);
  });

  test.for([Number.NaN, -1, 100.001, Number.POSITIVE_INFINITY])('%s percent is refused', (percent) => {
    expect(() => assignArm({ salt: 'r_01', percent, key: 'a' }, sha256)).toThrow(RangeError);
  });

  const thousandths = fc.integer({ min: 0, max: 100_000 });
  property.prop([thousandths, thousandths])('growth keeps every key that is in', (one, other) => {
    const [low, high] = [Math.min(one, other) / 1000, Math.max(one, other) / 1000];
    const inAt = (percent: number) =>
      new Set(PEOPLE.filter((key) => assignArm({ salt: 's', percent, key }, sha256).arm === 'candidate'));
    const after = inAt(high);
    expect([...inAt(low)].filter((key) => !after.has(key))).toEqual([]);
  });
});
