import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { PARTS, splitUsage } from '#server/models/prices/domain/usage.ts';
import { costChange, type PricedRequest, tokenBasis } from './cost-change.ts';
import { latencyChange } from './latency-change.ts';
import { scaleUsage } from './scale-usage.ts';

const pico = (usd: number): bigint => BigInt(Math.round(usd * 1e12));
const request = (before: number | null, after: number | null, low = after, high = after): PricedRequest => ({
  before: before === null ? null : pico(before),
  after: after === null ? null : { at: pico(after), low: pico(low ?? 0), high: pico(high ?? 0) },
  lacking: after === null ? [{ of: 'replacement', meter: 'tokens_cached', because: 'no_price' }] : [],
});
const SAME = { basis: 'same' } as const;

describe('the change of cost', () => {
  test('is of the requests whose cost is known on both sides, as far as they stand for the window', () => {
    const priced = [...Array.from({ length: 4 }, () => request(0.01, 0.005)), request(0.02, null), request(null, 0.01)];
    expect(costChange(600, priced, SAME)).toMatchObject({
      ...{ requests: 600, sampled: 6, known: 4, nowUsd: 4, replacementUsd: 2, change: -0.5 },
      lacking: [{ of: 'replacement', meter: 'tokens_cached', because: 'no_price', requests: 1 }],
    });
  });

  test('has an interval over requests, which the error of the token counts widens', () => {
    const of = (low: number, high: number) =>
      costChange(
        50,
        Array.from({ length: 50 }, (_, i) => {
          const before = 0.01 + (i % 5) / 1000;
          return request(before, before / 2, (before / 2) * low, (before / 2) * high);
        }),
        SAME,
      );
    const exact = of(1, 1);
    const uncertain = of(0.9, 1.1);
    expect(exact.ci95?.[0]).toBeCloseTo(-0.5, 6);
    expect(uncertain.ci95?.[0]).toBeCloseTo(-0.55, 6);
    expect(uncertain.ci95?.[1]).toBeCloseTo(-0.45, 6);
  });

  test('is unknown without a known request, and without an interval for fewer than five', () => {
    expect(costChange(3, [request(0.1, null)], SAME)).toMatchObject({
      known: 0,
      nowUsd: null,
      change: null,
      ci95: null,
    });
    expect(costChange(0, [], SAME)).toMatchObject({ requests: 0, nowUsd: null, change: null });
    expect(costChange(1, [request(0.1, 0.2)], SAME)).toMatchObject({ change: 1, ci95: null });
    expect(costChange(1, [request(0, 0.2)], SAME), 'of nothing there is no share').toMatchObject({ change: null });
  });
});

describe('token counts', () => {
  const pairs = (n: number, candidateOut: number | null) =>
    Array.from({ length: n }, (_, i) => ({
      ...{ baselineIn: 100 + i, candidateIn: 110 + 1.1 * i, baselineOut: 50, candidateOut },
    }));
  test('are measured by 20 pairs or more that count both sides, else assumed to be the same', () => {
    const measured = tokenBasis(pairs(20, 75));
    expect(measured).toMatchObject({ basis: 'measured', n: 20 });
    if (measured.basis === 'measured') {
      expect(measured.factors.input).toBeCloseTo(1.1, 9);
      expect(measured.factors.output).toBeCloseTo(1.5, 9);
    }
    expect(tokenBasis(pairs(19, 75))).toEqual(SAME);
    expect(tokenBasis(pairs(30, null))).toEqual(SAME);
  });

  test('scale totals and their parts alike, and leave other counts', () => {
    const usage = {
      tokens_in: 1000,
      tokens_cached: 401,
      tokens_out: 15,
      tokens_reasoning: 5,
      tool_calls: { search: 2 },
    };
    expect(scaleUsage(usage, { input: 1.5, output: 0.5 })).toMatchObject({
      ...{ tokens_in: 1500, tokens_cached: 601, tokens_out: 8, tokens_reasoning: 2, tool_calls: { search: 2 } },
    });
    expect(
      scaleUsage({ tokens_in: null, tokens_cache_write: { '5m': 3, '1h': null } }, { input: 2, output: 1 }),
    ).toMatchObject({ tokens_in: null, tokens_cache_write: { '5m': 6, '1h': null } });
  });

  const n = fc.nat({ max: 2_000 });
  property.prop([n, n, n, n, n, n, fc.double({ min: 0.01, max: 20, noNaN: true })])(
    'that could be billed can be billed after scaling',
    (text, cached, audio, cachedAudio, written, out, factor) => {
      const usage = {
        tokens_in: text + cached + audio + cachedAudio + written,
        tokens_cached: cached + cachedAudio,
        tokens_in_audio: audio + cachedAudio,
        tokens_cached_audio: cachedAudio,
        tokens_cache_write: written,
        tokens_out: out,
      };
      expect(splitUsage(usage, new Float64Array(PARTS.length))).toBeNull();
      expect(
        splitUsage(scaleUsage(usage, { input: factor, output: factor }), new Float64Array(PARTS.length)),
      ).toBeNull();
    },
  );
});

describe('the change of P99', () => {
  const pairs = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ baselineMs: 1000 + i, candidateMs: 2 * (1000 + i) }));
  const none = { p99: null, n: 0 };
  test('is of traffic where both have 300 requests, else of the runs where 100 items were answered by both', () => {
    const now = { p99: 800, n: 5_000 };
    expect(latencyChange(now, { p99: 600, n: 300 }, pairs(200))).toMatchObject({ basis: 'traffic', change: -0.25 });
    expect(latencyChange(now, { p99: 600, n: 299 }, pairs(100))).toMatchObject({ basis: 'runs', change: 1, now });
    expect(latencyChange(none, none, pairs(100))).toMatchObject({ basis: 'runs', now: null, measuredNow: { n: 100 } });
    expect(latencyChange(now, none, pairs(99))).toEqual({
      ...{ now, replacement: null, measuredNow: null, basis: null, change: null },
    });
  });
});
