import { expect, test } from 'vitest';
import { addRepriced, bothRepriced, nothingRepriced } from './reprice.ts';

test('other prices change a figure by the sum of the changes of its events', () => {
  const events: [before: bigint | null, after: bigint | null][] = [
    [5n, 5n],
    [5n, 7n],
    [null, 3n],
    [4n, null],
    [null, null],
  ];
  const sums = events.map(([before, after]) => {
    const sum = nothingRepriced();
    addRepriced(sum, before, after);
    return sum;
  });
  const expected = { events: 5, changed: 3, beforePico: 14n, afterPico: 15n, becameKnown: 1, becameUnknown: 1 };
  expect(sums.reduce(bothRepriced)).toEqual(expected);
  expect(sums.toReversed().reduce(bothRepriced, nothingRepriced())).toEqual(expected);
});
