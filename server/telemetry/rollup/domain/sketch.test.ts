import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { addToSketch, decodeSketch, emptySketch, mergeSketches } from '#test/builders/plain-sketch.ts';
import { countOf, encodeSketch, quantileOfSketch, SKETCH_ZERO_BIN, type Sketch, sketchBinOf } from './sketch.ts';

function sketchOf(values: readonly number[]): Sketch {
  const sketch = emptySketch();
  for (const value of values) addToSketch(sketch, value);
  return sketch;
}

function percentileDisc(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? Number.NaN;
}

const value = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
const values = fc.array(value, { minLength: 1, maxLength: 300 });
const sketch = fc.array(fc.oneof(value, fc.constant(0)), { maxLength: 60 }).map(sketchOf);

describe('quantiles', () => {
  property.prop([values, fc.constantFrom(0.5, 0.95, 0.99)])('lie within 1 % of percentile_disc', (given, q) => {
    const exact = percentileDisc(given, q);
    const found = quantileOfSketch(sketchOf(given), q) ?? Number.NaN;
    expect(Math.abs(found - exact) / exact).toBeLessThanOrEqual(0.01);
  });

  property.prop([values, values, fc.constantFrom(0.5, 0.95, 0.99)])(
    'lie within 1 % after merging too: merged sketches of parts have the values of a sketch of all',
    (first, second, q) => {
      const merged = mergeSketches([sketchOf(first), sketchOf(second)]);
      expect(merged).toEqual(sketchOf([...first, ...second]));
      const exact = percentileDisc([...first, ...second], q);
      expect(Math.abs((quantileOfSketch(merged, q) ?? Number.NaN) - exact) / exact).toBeLessThanOrEqual(0.01);
    },
  );

  test('zero and negative values count as 0, below every other', () => {
    const found = sketchOf([0, -4, 0, 100]);
    expect(quantileOfSketch(found, 0.5)).toBe(0);
    expect(quantileOfSketch(found, 0.99)).toBeCloseTo(100, -1);
    expect(countOf(found)).toBe(4);
  });

  test('an empty sketch has none', () => {
    expect(quantileOfSketch(emptySketch(), 0.5)).toBeNull();
    expect(countOf(emptySketch())).toBe(0);
  });
});

describe('bins', () => {
  test.for([
    [1, 0],
    [1.0202, 1],
    [0.99, 0],
    [0.5, -34],
    [0, SKETCH_ZERO_BIN],
    [-1, SKETCH_ZERO_BIN],
    [600_000, 666],
    [Number.MIN_VALUE, -32_767],
    [Number.MAX_VALUE, 32_767],
  ] as const)('%s is in bin %s', ([given, bin]) => {
    expect(sketchBinOf(given)).toBe(bin);
  });

  test.for([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%s is refused', (given) => {
    expect(() => sketchBinOf(given)).toThrow(RangeError);
  });
});

describe('merging', () => {
  property.prop([sketch, sketch])('is commutative', (a, b) => {
    expect(mergeSketches([a, b])).toEqual(mergeSketches([b, a]));
  });

  property.prop([sketch, sketch, sketch])('is associative', (a, b, c) => {
    expect(mergeSketches([mergeSketches([a, b]), c])).toEqual(mergeSketches([a, mergeSketches([b, c])]));
  });

  property.prop([sketch])('with nothing changes nothing, and leaves the given sketch alone', (a) => {
    const before = structuredClone(a);
    expect(mergeSketches([a, emptySketch()])).toEqual(a);
    expect(a).toEqual(before);
  });
});

describe('bytes', () => {
  property.prop([sketch])('are read back as the same sketch', (a) => {
    expect(decodeSketch(encodeSketch(a))).toEqual(a);
  });

  test('counts beyond 32 bits survive', () => {
    const huge: Sketch = { bins: [-3, 7], counts: [2 ** 32 - 1, 3 * 2 ** 33 + 5] };
    expect(decodeSketch(encodeSketch(huge))).toEqual(huge);
    expect(decodeSketch(encodeSketch(mergeSketches([huge, huge])))).toEqual(mergeSketches([huge, huge]));
  });

  test('are what SQL writes: version, then bin and count, big-endian', () => {
    const bytes = encodeSketch({ bins: [-2, 258], counts: [1, 65_538] });
    expect(Buffer.from(bytes).toString('hex')).toBe('01fffe00000001010200010002');
  });

  test('are read in place out of a larger buffer, as drivers hand them over', () => {
    const bytes = encodeSketch(sketchOf([5, 6, 7]));
    const larger = new Uint8Array(bytes.length + 9);
    larger.set(bytes, 9);
    expect(decodeSketch(larger.subarray(9))).toEqual(sketchOf([5, 6, 7]));
  });

  test.for([
    ['no byte at all', ''],
    ['another version', '02000100000001'],
    ['half a pair', '010001000000'],
    ['bins that descend', '01000200000001000100000001'],
    ['an empty bin', '01000100000000'],
  ] as const)('with %s are refused', ([, hex]) => {
    expect(() => decodeSketch(Buffer.from(hex, 'hex'))).toThrow(RangeError);
  });
});
