import { describe, expect, test } from 'vitest';
import { priceRows, type ShortRow } from '#test/builders/price-rows.ts';
import { ALWAYS, disagreementsOf, type Party } from './compare.ts';
import { ratioWarnings } from './price-checks.ts';

const NOW = Date.parse('2026-11-27T04:00:00Z');
const party = (source: Party['source'], ...rows: ShortRow[]): Party => ({
  source,
  readOn: source === 'own' ? null : '2026-11-20',
  rows: priceRows(...rows),
});
const found = (...parties: Party[]) =>
  disagreementsOf(parties, NOW).map(({ meter, sinceMs, stated, warnings }) => ({
    what: `${meter}: ${stated.map(({ source, amount, per }) => `${source} ${amount}/${per}`).join(', ')}`,
    since: sinceMs === null ? null : new Date(sinceMs).toISOString().slice(0, 10),
    warnings,
  }));

describe('prices of one model', () => {
  test('agree where they are the same for another number of units, or only one side states them', () => {
    expect(
      found(
        party('own', ['tokens_in', 2.5], ['tool_calls:web_search', 0.01, { per: 1 }]),
        party('litellm', ['tokens_in', '0.0000025', { per: 1 }], ['tool_calls:web_search', 10, { per: 1000 }]),
        party('genai_prices', ['tokens_cached', 0.25], ['tokens_in', 2.5]),
      ),
    ).toEqual([]);
  });

  test('differ by both amounts, their ratio and their sources, by meter and conditions', () => {
    const above = { when: { input_tokens_gte: 200_001 } };
    const [one, ...others] = disagreementsOf(
      [
        party('own', ['tokens_in', 2, { source_url: 'https://acme.test' }], ['tokens_in', 4, above]),
        party('litellm', ['tokens_in', 3], ['tokens_in', 4, { when: { input_tokens_gte: 200_000 } }]),
      ],
      NOW,
    );
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      ...{ meter: 'tokens_in', sinceMs: null, ratio: 1.5, warnings: [] },
      stated: [
        { source: 'own', amount: '2', source_url: 'https://acme.test', effective_from: '2026-01-01T00:00:00.000Z' },
        { source: 'litellm', amount: '3', read_on: '2026-11-20' },
      ],
    });
  });

  test('differ among catalogues where the registry has none', () => {
    const parties = [party('own'), party('litellm', ['tokens_out', 8]), party('models_dev', ['tokens_out', 10])];
    expect(found(...parties)).toMatchObject([{ what: 'tokens_out: litellm 8/1000000, models_dev 10/1000000' }]);
  });

  test('differ from a coming day on; an announcement that was withdrawn here is named', () => {
    const rise = { effective_from: '2027-01-01' };
    const base: ShortRow = ['tokens_in', 0.75];
    const listed = party('genai_prices', base, ['tokens_in', 1.5, { ...rise, state: 'announced' }]);
    expect(found(party('own', base), listed)).toEqual([
      { what: 'tokens_in: own 0.75/1000000, genai_prices 1.5/1000000', since: '2027-01-01', warnings: [] },
    ]);
    expect(found(party('own', base, ['tokens_in', 1.5, rise]), listed)).toEqual([]);
    expect(found(party('own', base, ['tokens_in', 1.5, { ...rise, state: 'withdrawn' }]), listed)).toMatchObject([
      { since: '2027-01-01', warnings: ['withdrawn_here'] },
    ]);
  });

  test('are the same question with the same amounts, and another one with others', () => {
    const print = (own: number, listed: number) =>
      disagreementsOf([party('own', ['tokens_in', own]), party('litellm', ['tokens_in', listed])], NOW)[0]?.fingerprint;
    expect(print(2, 3)).toBe(print(2, 3));
    expect(new Set([print(2, 3), print(2, 4), print(1, 3)]).size).toBe(3);
  });

  test('that a catalogue does not date have no beginning', () => {
    const [one] = disagreementsOf(
      [party('own', ['tokens_in', 1]), party('litellm', ['tokens_in', 2, { effective_from: ALWAYS }])],
      NOW,
    );
    expect(one?.stated[1]?.effective_from).toBeNull();
  });
});

describe('a likely error of units', () => {
  test.each([
    [1.5, []],
    [9.9, []],
    [24, ['tenfold']],
    [100, ['cents']],
    [1000, ['thousandfold']],
    [992, ['thousandfold']],
    [1_000_000, ['millionfold']],
    [Number.POSITIVE_INFINITY, ['free']],
  ])('a ratio of %d', (ratio, warnings) => {
    expect(ratioWarnings(ratio)).toEqual(warnings);
  });

  test.each<[string, ShortRow[], string[]]>([
    ['cached input above input', [['tokens_cached', 5]], ['tokens_cached: litellm 5/1000000']],
    ['a write to a cache at 24 times', [['tokens_cache_write', 48]], ['tokens_cache_write: litellm 48/1000000']],
    [
      'an hour of it at 0.4',
      [['tokens_cache_write', 0.8, { when: { cache_ttl: '1h' } }]],
      ['tokens_cache_write: litellm 0.8/1000000'],
    ],
    ['a free write', [['tokens_cache_write', 0]], []],
    [
      'usual ratios',
      [
        ['tokens_cached', 0.2],
        ['tokens_cache_write', 2.5],
      ],
      [],
    ],
    ['output below input, which some vendors have', [['tokens_out', 1]], []],
  ])('within one catalogue, where the registry lacks it: %s', (_, rows, what) => {
    const differing = found(party('own', ['tokens_in', 2]), party('litellm', ['tokens_in', 2], ...rows));
    expect(differing.map((one) => one.what)).toEqual(what);
    for (const { warnings } of differing) expect(warnings).toContain('only_one');
  });

  test('is named beside a difference', () => {
    const batch = { when: { service_tier: 'batch' } };
    const long = { when: { input_tokens_gte: 200_001 } };
    const own = party('own', ['tokens_in', 2], ['tokens_out', 8], ['tokens_in', 1, batch], ['tokens_out', 9, long]);
    const other = party(
      'litellm',
      ['tokens_in', 2],
      ['tokens_out', 1],
      ['tokens_in', 4, batch],
      ['tokens_out', 0.5, long],
    );
    expect(found(own, other).map(({ warnings }) => warnings)).toEqual([
      ['output_below_input'],
      ['batch_above_base'],
      ['tenfold', 'output_below_input', 'tier_below_base'],
    ]);
  });
});
