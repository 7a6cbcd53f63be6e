import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { addToSketch, emptySketch, mergeSketches } from '#test/builders/plain-sketch.ts';
import { addBin, addBins, addSketchBytes, emptyBins, encodeBins, quantilesOfBins, sketchOf } from './bin-counts.ts';
import { countOf, encodeSketch, quantileOfSketch, type Sketch, sketchBinOf } from './sketch.ts';

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 60 });
const sketch = (list: readonly number[]): Sketch => {
  const made = emptySketch();
  for (const value of list) addToSketch(made, value);
  return made;
};
const binsOf = (list: readonly number[]) => {
  const made = emptyBins();
  for (const value of list) addBin(made, sketchBinOf(value), 1);
  return made;
};

test.prop([values])('counting and storing gives the bytes of a sketch', (list) => {
  const bytes = encodeBins(binsOf(list));
  expect(bytes === null ? null : Buffer.from(bytes)).toEqual(
    list.length === 0 ? null : Buffer.from(encodeSketch(sketch(list))),
  );
});

test.prop([values, values, values])(
  'stored and counted values add up to the merged sketch, twice the same',
  (a, b, c) => {
    const all = binsOf(a);
    addSketchBytes(all, encodeBins(binsOf(b)));
    addBins(all, binsOf(c));
    const merged = mergeSketches([sketch(a), sketch(b), sketch(c)]);
    expect(sketchOf(all)).toEqual(merged);
    expect(sketchOf(all)).toEqual(merged);
  },
);

test.prop([values])('what is added later to a copy does not change the original', (list) => {
  const original = binsOf(list);
  const before = sketchOf(original);
  const copy = emptyBins();
  addBins(copy, original);
  addBin(copy, 7, 3);
  expect(sketchOf(original)).toEqual(before);
});

test.prop([values])('a sketch that alone was stored is stored again as it is', (list) => {
  const bytes = encodeBins(binsOf(list));
  const bins = emptyBins();
  addSketchBytes(bins, bytes);
  expect(encodeBins(bins)).toBe(bytes);
});

test.prop([values, values])('quantiles are those of the sketch, and nothing is left over for the next', (a, b) => {
  for (const list of [a, b]) {
    const bins = binsOf(list);
    addSketchBytes(bins, encodeBins(binsOf(b)));
    const whole = sketchOf(bins);
    const qs = [0, 0.5, 0.95, 0.99, 1];
    expect(quantilesOfBins(bins, qs)).toEqual({ n: countOf(whole), values: qs.map((q) => quantileOfSketch(whole, q)) });
  }
});
