import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptEvents } from '#server/telemetry/ingest/accept-events.ts';
import { verifyRollups } from '#server/telemetry/rollup/verify-rollups.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { rollUpOnce } from '#test/harness/telemetry.ts';
import type { Grouping } from './domain/grouping.ts';
import { readSeries } from './read-series.ts';
import type { Filter } from './resolve-filter.ts';

type Sent = {
  id: string;
  at: string;
  model: string;
  prompt?: string;
  version?: number;
  service?: string;
  arm?: string;
  environment?: string;
  status?: string;
  error_code?: string;
  latency_ms?: number;
  cost_usd?: number;
  tokens_in?: number;
  quality?: number;
  user?: string;
};

const NOW = Date.parse('2026-03-04T12:00:30.000Z');
const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();

let system: System;
beforeAll(async () => {
  system = await startSystem({ now: iso(NOW) });
});
afterAll(() => system.dispose());

const send = (events: readonly object[]) =>
  acceptEvents(system.ctx(), { received: events.map((value) => ({ value })), sentAt: null, batch: null });

const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const anEvent: fc.Arbitrary<Omit<Sent, 'id'>> = fc
  .record({
    at: fc.integer({ min: NOW - 30 * HOUR, max: NOW }).map(iso),
    model: fc.constantFrom('a/x', 'a/y', 'b/x', 'bare'),
    prompt: optional(fc.constantFrom('p', 'q')),
    version: optional(fc.integer({ min: 1, max: 3 })),
    service: optional(fc.constantFrom('web', 'batch')),
    arm: optional(fc.constantFrom('stable', 'candidate')),
    environment: fc.constantFrom('production', 'staging'),
    status: fc.constantFrom('ok', 'ok', 'error'),
    error_code: optional(fc.constantFrom('timeout', 'rate_limited')),
    latency_ms: optional(fc.double({ min: 0.01, max: 600_000, noNaN: true })),
    cost_usd: optional(fc.integer({ min: 0, max: 5_000_000 }).map((micro) => micro / 1e6)),
    tokens_in: optional(fc.integer({ min: 0, max: 200_000 })),
    quality: optional(fc.double({ min: 0, max: 1, noNaN: true })),
    user: optional(fc.constantFrom('u1', 'u2', 'u3')),
  })
  .map((event) => ({ ...event, version: event.prompt === undefined ? undefined : event.version }));

const textOfModel = ({ model }: Sent) => (model === 'bare' ? 'unknown/bare' : model);
const groupNames: Record<Grouping, (event: Sent) => Record<string, unknown>> = {
  prompt: (e) => ({ prompt: e.prompt ?? null }),
  version: (e) => ({ prompt: e.prompt ?? null, version: e.version ?? null }),
  model: (e) => ({ provider: textOfModel(e).split('/')[0], model: textOfModel(e).split('/')[1] }),
  provider: (e) => ({ provider: textOfModel(e).split('/')[0] }),
  environment: (e) => ({ environment: e.environment }),
  arm: (e) => ({ arm: e.arm ?? null }),
  service: (e) => ({ service: e.service ?? null }),
  error_code: (e) => ({ error_code: e.error_code ?? null }),
};
const groupOf = (event: Sent, by: readonly Grouping[]) =>
  JSON.stringify(Object.assign({}, ...by.map((grouping) => groupNames[grouping](event))));

const known = (events: readonly Sent[], field: 'latency_ms' | 'cost_usd' | 'tokens_in' | 'quality') =>
  events.flatMap((event) => event[field] ?? []);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const rank = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(q * values.length)) - 1] ?? null;

/** The metric straight from the events, without buckets, sets, tiers or sketches. */
const naive = {
  requests: (events: readonly Sent[]) => events.length,
  errors: (events: readonly Sent[]) => events.filter((event) => event.status === 'error').length,
  tokens_in: (events: readonly Sent[]) => (known(events, 'tokens_in').length ? sum(known(events, 'tokens_in')) : null),
  cost: (events: readonly Sent[]) => (known(events, 'cost_usd').length ? sum(known(events, 'cost_usd')) : null),
  quality: (events: readonly Sent[]) =>
    known(events, 'quality').length ? sum(known(events, 'quality')) / known(events, 'quality').length : null,
  latency_p50: (events: readonly Sent[]) => rank(known(events, 'latency_ms'), 0.5),
  latency_p99: (events: readonly Sent[]) => rank(known(events, 'latency_ms'), 0.99),
};
type NaiveMetric = keyof typeof naive;

async function expectNaive(
  events: readonly Sent[],
  query: { metric: NaiveMetric; by: readonly Grouping[]; filter: Filter; from: number; to: number; stepS: number },
) {
  const { metric, by, filter, from, to, stepS } = query;
  const read = await readSeries(system.ctx(), { metric, from, to, stepS, groupBy: by, filter });
  const wanted = events.filter(
    (event) =>
      Date.parse(event.at) >= from &&
      Date.parse(event.at) < to &&
      (filter.prompt === undefined || event.prompt === filter.prompt) &&
      (filter.model === undefined || event.model === filter.model) &&
      (filter.arm === undefined || event.arm === filter.arm) &&
      (filter.environment === undefined || event.environment === filter.environment) &&
      (!by.includes('error_code') || event.status === 'error'),
  );
  const groups = Map.groupBy(wanted, (event) => groupOf(event, by));
  const named = read.series.map(({ group }) => JSON.stringify(group));
  expect(named.sort()).toEqual(by.length > 0 ? [...groups.keys()].sort() : ['{}']);
  read.series.forEach(({ group, values }) => {
    const mine = groups.get(JSON.stringify(group)) ?? [];
    values.forEach((value, at) => {
      const start = read.starts[at] ?? 0;
      const inBucket = mine.filter((event) => {
        const ms = Date.parse(event.at);
        return ms >= start && ms < start + read.stepMs;
      });
      const expected =
        inBucket.length === 0 && !['requests', 'errors', 'tokens_in'].includes(metric)
          ? null
          : (naive[metric](inBucket) ?? null);
      if (inBucket.length === 0) expect(value).toBe(['requests', 'errors', 'tokens_in'].includes(metric) ? 0 : null);
      else if (expected === null || value === null) expect(value).toBe(expected);
      else if (metric.startsWith('latency')) expect(Math.abs(value - expected) / expected).toBeLessThanOrEqual(0.0101);
      else expect(value).toBeCloseTo(expected, 6);
    });
  });
}

describe('what is read', () => {
  test('is what a naive computation over the events gives, from raw events, half rolled up, and rolled up', async () => {
    const sent: Sent[] = [];
    const batches = fc.sample(fc.array(anEvent, { minLength: 1, maxLength: 60 }), { numRuns: 8, seed: 42 });
    const queries = fc.sample(
      fc.record({
        metric: fc.constantFrom<NaiveMetric>(
          'requests',
          'errors',
          'tokens_in',
          'cost',
          'quality',
          'latency_p50',
          'latency_p99',
        ),
        by: fc.shuffledSubarray<Grouping>(['prompt', 'version', 'model', 'provider', 'environment', 'arm', 'service'], {
          maxLength: 3,
        }),
        filter: fc.record(
          {
            prompt: fc.constantFrom('p', 'q'),
            model: fc.constantFrom('a/x', 'b/x'),
            arm: fc.constantFrom('stable', 'candidate'),
            environment: fc.constantFrom('production', 'staging'),
          },
          { requiredKeys: [] },
        ),
        from: fc.integer({ min: NOW - 31 * HOUR, max: NOW - 3 * HOUR }),
        length: fc.integer({ min: 1, max: 34 * HOUR }),
        stepS: fc.constantFrom(600, 3600, 10_800, 86_400),
      }),
      { numRuns: 60, seed: 7 },
    );
    const check = async () => {
      for (const { length, ...query } of queries) await expectNaive(sent, { ...query, to: query.from + length });
      await expectNaive(sent, {
        metric: 'errors',
        by: ['error_code', 'service'],
        filter: {},
        from: NOW - 40 * HOUR,
        to: NOW + 1,
        stepS: 3600,
      });
    };
    const events = batches.flat().map((event, i): Sent => ({ ...event, id: `naive-${i}` }));
    const sendNext = async (count: number) => {
      const next = events.splice(0, count);
      expect((await send(next)).rejected).toBe(0);
      sent.push(...next);
    };
    await sendNext(20);
    await check();
    await sendNext(events.length - 15);
    await rollUpOnce(system.services);
    await sendNext(15);
    await check();
    await rollUpOnce(system.services);
    await check();
    expect(await verifyRollups(system.services.sql)).toEqual([]);
  }, 120_000);
});
