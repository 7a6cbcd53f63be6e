import { expect, it } from 'vitest';
import { meanScale } from './mean-scale.ts';

it.each([
  ['holds the means, not the widest interval', [0.88, null, 0.9], [0.85, 0.95]],
  ['stays inside 0..1, the range of a score', [0.01, 1], [0, 1]],
  ['works when nothing was judged', [null], [0, 1]],
])('a scale of means %s', (_, means, scale) => {
  expect(meanScale(means)).toEqual(scale);
});
