import { describe, expect, test } from 'vitest';
import { CATALOGUES } from '#server/models/catalogues/domain/catalogue.ts';
import type { WrittenRow } from '#server/models/prices/domain/row-entry.ts';
import { changeWord, entriesOf, keyOf, problemsOf, rowInForce, rowOf, valuesOf } from './price-draft.ts';

const TODAY = '2026-03-21';
const row = (more: Partial<WrittenRow> = {}): WrittenRow => ({
  meter: 'tokens_in',
  per: 1_000_000,
  amount: '2.5',
  currency: 'USD',
  effective_from: '2026-01-01T00:00:00.000Z',
  effective_to: null,
  when: {},
  state: 'listed',
  source_url: null,
  checked_at: null,
  ...more,
});
const hours = { tz: 'UTC', days: ['mon' as const], from: '01:00', to: '02:00' };

describe('the form of a row', () => {
  test('reads back the row that it was filled with, hours included', () => {
    const known = row({
      when: { service_tier: 'batch', input_tokens_gte: 200_001, hours },
      effective_to: '2026-02-01T16:00:00.000Z',
    });
    const read = rowOf(valuesOf(known, TODAY), known);
    expect(read.row).toEqual(known);
  });

  test('does not name a catalogue as the source of what a person wrote', () => {
    expect(valuesOf(row({ source_url: CATALOGUES.litellm.url }), TODAY).source_url).toBe('');
    expect(valuesOf(row({ source_url: 'https://acme.test/prices' }), TODAY).source_url).toBe(
      'https://acme.test/prices',
    );
  });

  test('begins a new row today, of a million input tokens', () => {
    expect(valuesOf(null, TODAY)).toMatchObject({ meter: 'tokens_in', per: '1000000', effective_from: TODAY });
  });

  test.each([
    ['amount', { amount: '-1' }],
    ['amount', { amount: '' }],
    ['amount', { amount: 'NaN' }],
    ['per', { per: '0.5' }],
    ['effective_from', { effective_from: '30 February' }],
    ['effective_to', { effective_to: '2025-01-01' }],
    ['cache_ttl', { cache_ttl: '1h' }],
    ['input_tokens_gte', { input_tokens_gte: 'many' }],
    ['source_url', { source_url: 'javascript:x' }],
  ])('names %s where it is wrong: %j', (field, more) => {
    const { problems } = rowOf({ ...valuesOf(row(), TODAY), ...more }, row());
    expect(Object.keys(problems ?? {})).toEqual([field]);
  });
});

describe('the row that a link asks for', () => {
  const older = row({ effective_from: '2025-01-01T00:00:00.000Z' });
  const newer = row({ effective_from: '2026-03-17T12:00:00.000Z' });
  const batch = row({ effective_from: '2026-03-01T00:00:00.000Z', when: { service_tier: 'batch' } });
  const written = row({ meter: 'tokens_cache_write', when: { cache_ttl: '1h' } });
  const prices = [older, newer, batch, written];

  test.each([
    ['the newest of that day', prices, 'tokens_in', '2026-03-17', newer],
    ['the one before a later one begins', prices, 'tokens_in', '2026-03-16', older],
    ['one with a condition where no other is', [batch], 'tokens_in', '2026-03-17', batch],
    ['the one of a time to live', prices, 'tokens_cache_write:1h', '2026-03-17', written],
    ['none before the first', prices, 'tokens_in', '2024-12-31', null],
    ['none that has ended', [row({ effective_to: '2026-02-01T00:00:00.000Z' })], 'tokens_in', '2026-02-01', null],
    ['none that is withdrawn', [row({ state: 'withdrawn' })], 'tokens_in', '2026-03-17', null],
    ['none of a whole model', prices, 'all meters', '2026-03-17', null],
    ['none of what is no day', prices, 'tokens_in', 'soon', null],
  ])('is %s', (_, rows, meter, day, asked) => {
    expect(rowInForce(rows, { meter, day })).toBe(asked);
  });
});

describe('corrections', () => {
  test('send a row of the same beginning and conditions in place of the known one', () => {
    const next = row({ amount: '3' });
    expect(entriesOf([{ id: 'a', known: row(), row: next }])).toMatchObject([{ amount: '3', state: 'listed' }]);
  });

  test('of another beginning or other conditions withdraw the known row', () => {
    const next = row({ effective_from: '2026-02-01T00:00:00.000Z' });
    expect(entriesOf([{ id: 'a', known: row(), row: next }])).toMatchObject([
      { effective_from: row().effective_from, state: 'withdrawn' },
      { effective_from: next.effective_from, state: 'listed' },
    ]);
    expect(keyOf(row())).not.toBe(keyOf(row({ when: { region: 'eu' } })));
  });

  test('that tie with a known row are refused before they are sent', () => {
    const prices = [row({ when: { region: 'eu' } })];
    const added = row({ when: { service_tier: 'batch' } });
    expect(problemsOf(prices, [{ id: 'a', known: null, row: added }])).toHaveLength(1);
    expect(problemsOf(prices, [{ id: 'a', known: null, row: row() }])).toEqual([]);
  });

  test.each([
    ['added', null, row()],
    ['withdrawn', row(), row({ state: 'withdrawn' })],
    ['listed again', row({ state: 'withdrawn' }), row()],
    ['corrected', row(), row({ amount: '1' })],
  ] as const)('are called %s', (word, known, next) => {
    expect(changeWord({ id: 'a', known, row: next })).toBe(word);
  });
});
