import { describe, expect, test } from 'vitest';
import { priceRows } from '#test/builders/price-rows.ts';
import { addRepriced, bothRepriced, changedPeriod, nothingRepriced } from './reprice.ts';

const ms = (day: string) => Date.parse(day);

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

describe('other prices change events', () => {
  const base = priceRows(['tokens_in', 3], ['tokens_out', 15]);
  test.each([
    ['of no period where nothing differs', base, base, null],
    [
      'of no period where only the source differs',
      base,
      priceRows(['tokens_in', 3, { source_url: 'https://x.test' }], ['tokens_out', 15]),
      null,
    ],
    [
      'of no period where an announced price became a listed one',
      base,
      priceRows(['tokens_in', 3, { state: 'announced' }], ['tokens_out', 15]),
      null,
    ],
    [
      'since the price that differs',
      base,
      priceRows(['tokens_in', 2], ['tokens_out', 15]),
      { fromMs: ms('2026-01-01'), toMs: null },
    ],
    [
      'of the time of a price that is added',
      base,
      [...base, ...priceRows(['tokens_in', 1, { effective_from: '2026-03-01', effective_to: '2026-04-01' }])],
      { fromMs: ms('2026-03-01'), toMs: ms('2026-04-01') },
    ],
    [
      'of the time of a price that is withdrawn',
      base,
      priceRows(['tokens_in', 3], ['tokens_out', 15, { state: 'withdrawn' }]),
      { fromMs: ms('2026-01-01'), toMs: null },
    ],
  ])('%s', (_, before, after, expected) => expect(changedPeriod(before, after)).toEqual(expected));
});
