import { expect, it } from 'vitest';
import { qualityScale } from './quality-scale.ts';

it.each([
  ['holds the means, not the widest interval', [0.88, null, 0.9], [0.85, 0.95]],
  ['stays inside what a score can be', [0.01, 1], [0, 1]],
  ['stands when nothing was judged', [null], [0, 1]],
])('the scale of quality %s', (_, means, scale) => {
  expect(qualityScale(means)).toEqual(scale);
});
