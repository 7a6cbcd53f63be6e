import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '#server/stats/seeded-random.ts';
import { AZURE, nameOf } from '#test/builders/recorded-models.ts';
import { breakEvenReads, type CacheTraffic, cacheLines, prefixCacheSaving, replayPrefixCache } from './prefix-cache.ts';

const perMillion = (dollars: number) => ({ amountPico: BigInt(dollars * 1e12), per: 1_000_000 });
const prices = { input: perMillion(3), read: perMillion(0.3), write: perMillion(3.75) };
const FIVE_MINUTES = 300_000;

const traffic = (requests: readonly (readonly [minute: number, prefix: number, tokens: number])[]): CacheTraffic => ({
  atMs: Float64Array.from(requests, ([minute]) => minute * 60_000),
  prefix: Int32Array.from(requests, ([, prefix]) => prefix),
  prefixTokens: Int32Array.from(requests, ([, , tokens]) => tokens),
});

test.for([
  [0, 20_000, -0.015],
  [20_000, 0, 0.054],
  [1_000, 20_000, -0.0123],
  [20_000, 500, 0.053625],
] as const)('%s tokens read and %s written save %s dollars', ([read, written, dollars]) => {
  const pico = cacheLines(read, written, prices).reduce((sum, line) => sum + line.amountPico, 0n);
  expect(pico).toBe(BigInt(Math.round(dollars * 1e12)));
});

test('it saves from 0.278 reads a written token on; a write and a read cost 0.675 of the price on average, a write and ten reads 0.2045', () => {
  expect(breakEvenReads(prices)).toBeCloseTo(0.2777777778, 9);
  expect(breakEvenReads({ ...prices, read: prices.input })).toBeNull();
  const share = (reads: number) => (1.25 + reads * 0.1) / (1 + reads);
  const saved = (reads: number) =>
    Number(cacheLines(1_000_000 * reads, 1_000_000, prices).reduce((sum, line) => sum + line.amountPico, 0n)) / 3e12;
  for (const [reads, average] of [
    [1, 0.675],
    [10, 0.2045454545],
  ] as const) {
    expect(share(reads)).toBeCloseTo(average, 9);
    expect(1 - saved(reads) / (1 + reads)).toBeCloseTo(average, 9);
  }
});

test('each use restarts the time to live; a use exactly at its end is a hit, a later one a write; short prefixes are not cached', () => {
  const replay = replayPrefixCache(
    traffic([
      [0, 1, 2_000],
      [5, 1, 2_000],
      [10, 1, 2_000],
      [15.1, 1, 2_000],
      [15.2, 2, 1_023],
    ]),
    {
      ttlMs: FIVE_MINUTES,
      minTokens: 1_024,
      prefixesMax: null,
    },
  );
  expect(replay).toEqual({ hits: 2, misses: 2, tooShort: 1, tokensRead: 4_000, tokensWritten: 4_000 });
});

test('a full cache evicts the least recently used prefix', () => {
  const order = [1, 2, 1, 3, 1, 2].map((prefix, i) => [i, prefix, 2_000] as const);
  const replay = replayPrefixCache(traffic(order), { ttlMs: 1e9, minTokens: 1_024, prefixesMax: 2 });
  expect(replay).toMatchObject({ hits: 2, misses: 4 });
});

test('199 requests are refused; the lines of 1,000 sum to the saving, with an interval over hours', () => {
  const random = seededRandom(1);
  const many = traffic(Array.from({ length: 1_000 }, (_, i) => [i, Math.floor(random() * 3), 1_500]));
  const rules = { ...prices, ttlMs: FIVE_MINUTES, minTokens: 1_024, prefixesMax: null };
  expect(prefixCacheSaving(traffic([[0, 1, 2_000]]), rules)).toEqual({
    refused: 'too_few_requests',
    found: 1,
    needed: 200,
  });
  const found = prefixCacheSaving(many, rules);
  if (found.refused) throw new Error(found.refused);
  expect(found.lines.reduce((sum, line) => sum + line.amountPico, 0n)).toBe(found.savedPico);
  expect(found.intervalPico?.[0]).toBeLessThan(found.savedPico);
  expect(found.intervalPico?.[1]).toBeGreaterThan(found.savedPico);
  const longer = prefixCacheSaving(many, { ...rules, ttlMs: 12 * FIVE_MINUTES });
  expect(longer.refused === null && longer.savedPico > found.savedPico).toBe(true);
});

describe.skipIf(!existsSync(AZURE))(
  nameOf('arrivals of a production service, 1,024 tokens shared by ten prompts', AZURE),
  () => {
    /** The trace names no prompts: requests with at least 1,024 tokens of context get ten prompts in turn. */
    const recorded = () => {
      const lines = readFileSync(AZURE, 'utf8').trimEnd().split('\n').slice(1);
      const requests = lines.map((line, i) => {
        const [at = '', tokens] = line.split(',');
        const minute = Date.parse(`${at.slice(0, 23).replace(' ', 'T')}Z`) / 60_000;
        return [minute, i % 10, Math.min(1_024, Number(tokens))] as const;
      });
      return traffic(requests);
    };

    test('nearly all are hits; in one hour of traffic there is no interval', () => {
      const found = prefixCacheSaving(recorded(), {
        ...prices,
        ttlMs: FIVE_MINUTES,
        minTokens: 1_024,
        prefixesMax: null,
      });
      if (found.refused) throw new Error(found.refused);
      expect(found.replay).toMatchObject({ hits: 9_561, misses: 10, tooShort: 9_795 });
      // 9,790,464 tokens read at 2.70 less a million, 10,240 written at 0.75 more.
      expect(found.savedPico).toBe(26_426_572_800_000n);
      expect(found.intervalPico).toBeNull();
    });
  },
);
