import { describe, expect, it } from 'vitest';
import { monitorEvidence } from './monitor-headline.ts';

const unknown = { p50: null, p95: null, p99: null, n: 0 };
const totals = {
  requests: 1,
  errors: 0,
  errorRate: 0,
  latency: unknown,
  ttft: unknown,
  tokensIn: null,
  tokensOut: null,
  tokensCached: null,
  cost: null,
  costKnown: 0,
  costPerRequest: null,
  quality: null,
  outcomes: { n: 0, ok: 0, successRate: null, costPerOutcome: null },
};
const calm = { totals, compare: null, source: 'rollup', tookMs: 2100, settling: 0 } as const;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the evidence line of the monitor', () => {
  it.each([
    ['calls the unknown unknown', {}, 'Quality unknown: nothing was judged · cost unknown.'],
    [
      'says when it counted the events themselves',
      { source: 'raw' as const },
      'Quality unknown: nothing was judged · cost unknown. Computed from raw events in 2.10 s.',
    ],
    [
      'says how much is not summed yet',
      { settling: 90 },
      'Quality unknown: nothing was judged · cost unknown. 90 minutes just arrived and are still being summed.',
    ],
  ])('%s', (_, given, expected) => {
    expect(plain(monitorEvidence({ ...calm, ...given }))).toBe(expected);
  });
});
