import { describe, expect, test } from 'vitest';
import { priceRows, type ShortRow } from '#test/builders/price-rows.ts';
import { rowsToWrite } from './rows-to-write.ts';

const URL = 'https://catalogue.test/prices.json';
const NOW = Date.parse('2026-11-27T04:00:00Z');
const own = { source_url: URL };
const written = (known: readonly ShortRow[], given: readonly ShortRow[]) =>
  rowsToWrite(priceRows(...known), priceRows(...given), { url: URL, nowMs: NOW }).map(({ meter }) => meter);

describe('a catalogue writes', () => {
  test.each([
    ['all prices of a model without any', [], ['tokens_in', 'tokens_out']],
    ['what follows its own prices, and what is new', [['tokens_in', 2, own]], ['tokens_in', 'tokens_out']],
    ['nothing over a price of another source', [['tokens_in', 2]], []],
    ['nothing over a tenth of its own price', [['tokens_in', 40, own]], ['tokens_out']],
  ] as const)('%s', (_, known, meters) => {
    expect(
      written(known, [
        ['tokens_in', 3, own],
        ['tokens_out', 9, own],
      ]),
    ).toEqual(meters);
  });

  test('nothing that a person withdrew: neither a price nor its announcement', () => {
    const withdrawn = { ...own, state: 'withdrawn' } as const;
    expect(
      written([['tokens_in', 3, withdrawn]], [['tokens_in', 3, { ...own, effective_from: '2026-11-27' }]]),
    ).toEqual([]);
    const later = { effective_from: '2027-01-01' };
    const announced = { ...own, ...later, state: 'announced' } as const;
    const known: ShortRow[] = [
      ['tokens_in', 3, own],
      ['tokens_in', 4, { ...withdrawn, ...later }],
    ];
    expect(written(known, [['tokens_in', 4, announced]])).toEqual([]);
  });
});
