import { afterAll, describe, expect, test } from 'vitest';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUpOnce } from '#test/harness/telemetry.ts';

const { system, at, event, send, metrics, total } = await telemetrySetup();
afterAll(() => system.dispose());

describe('GET /api/v1/metrics returns', () => {
  test('200 with a point a bucket of [from, to), 0 for counts and null for the rest where nothing was', async () => {
    await send([event('m-1', { service: 'lonely', at: '2026-03-04T10:07:00Z', latency_ms: 100 })]);
    const range = { service: 'lonely', from: '2026-03-04T10:00:00Z', to: '2026-03-04T10:20:00Z', step: '300' };
    const requests = await metrics({ metric: 'requests', ...range });
    expect(requests.body).toMatchObject({ step: 300, source: 'rollup', annotations: [] });
    expect(requests.body.series).toEqual([
      {
        group: {},
        points: [
          ['2026-03-04T10:00:00.000Z', 0],
          ['2026-03-04T10:05:00.000Z', 1],
          ['2026-03-04T10:10:00.000Z', 0],
          ['2026-03-04T10:15:00.000Z', 0],
        ],
      },
    ]);
    const latency = (await metrics({ metric: 'latency_p99', ...range })).body.series[0].points;
    expect(latency.map(([, v]: [string, number | null]) => v === null)).toEqual([true, false, true, true]);
    expect(Math.abs(latency[1][1] - 100)).toBeLessThanOrEqual(1);
    expect(total((await metrics({ metric: 'requests', ...range, to: '2026-03-04T10:07:00Z' })).body)).toBe(0);
    expect(total((await metrics({ metric: 'requests', ...range, from: '2026-03-04T10:07:00Z' })).body)).toBe(1);
  });

  test('200 grouped by each dimension, with the same sum, from the tail and from rollups', async () => {
    const more = { service: 'grouped', at: at(1000) };
    await send([
      event('g-1', { ...more, prompt: 'p', version: 1, model: 'a/x' }),
      event('g-2', { ...more, prompt: 'p', version: 2, model: 'a/y', arm: 'candidate' }),
      event('g-3', {
        ...more,
        prompt: 'q',
        version: 2,
        model: 'b/x',
        status: 'error',
        error_code: 'timeout',
        environment: 'staging',
      }),
      event('g-4', { ...more, model: 'bare', status: 'error' }),
    ]);
    const groups = {
      prompt: 3,
      version: 4,
      model: 4,
      provider: 3,
      environment: 2,
      arm: 2,
      service: 1,
      'prompt,environment': 3,
      'arm,provider': 4,
    };
    for (const when of ['from the tail', 'from rollups']) {
      for (const [groupBy, count] of Object.entries(groups)) {
        const { body } = await metrics({ metric: 'requests', group_by: groupBy, service: 'grouped', step: '60' });
        expect([groupBy, body.series.length, total(body)], when).toEqual([groupBy, count, 4]);
      }
      const codes = await metrics({ metric: 'errors', group_by: 'error_code', service: 'grouped', step: '60' });
      expect(
        codes.body.series.map((one: { group: unknown }) => one.group),
        when,
      ).toEqual(expect.arrayContaining([{ error_code: 'timeout' }, { error_code: null }]));
      expect(total(codes.body)).toBe(2);
      await rollUpOnce(system.services);
    }
  });

  test('200 with the drift of each group against its own past', async () => {
    const lengths = [
      { prompt: 'short', input_chars: 100 },
      { prompt: 'long', input_chars: 9000 },
    ];
    for (const [name, hoursAgo, count] of [
      ['then', 30, 1000],
      ['now', 0, 300],
    ] as const) {
      for (const one of lengths) {
        const some = Array.from({ length: count }, (_, i) =>
          event(`${name}-${one.prompt}-${i}`, { ...one, service: 'drift', at: at(hoursAgo * 3_600_000) }),
        );
        expect((await send(some)).body.accepted).toBe(count);
      }
    }
    const drift = async (query: Record<string, string>) =>
      total((await metrics({ metric: 'input_drift', service: 'drift', step: '86400', ...query })).body);
    expect(await drift({ group_by: 'prompt' })).toBeLessThan(0.01);
    expect(await drift({ prompt: 'short' })).toBeLessThan(0.01);
  });

  test('200 from raw events, with source raw, where no rollup covers the filter', async () => {
    await send([event('t-1', { tags: ['vip'], user: 'u', session: 's' }), event('t-2', { tags: ['vip'] })]);
    for (const [query, n] of [
      [{ tag: 'vip' }, 2],
      [{ user: 'u' }, 1],
      [{ session: 's' }, 1],
    ] as const) {
      const { body } = await metrics({ metric: 'requests', step: '60', ...query });
      expect([body.source, total(body)]).toEqual(['raw', n]);
    }
  });

  test('422 for more than 5,000 points, a wrong range, a wrong metric', async () => {
    const many = await metrics({ metric: 'requests', step: '60', from: '2026-01-01T00:00:00Z' });
    expect(many).toMatchObject({ status: 422, body: { code: 'too_many_points' } });
    expect((await metrics({ metric: 'requests', to: '2026-01-01T00:00:00Z' })).body.errors[0].path).toBe('/to');
    expect((await metrics({ metric: 'speed' })).body.errors[0].path).toBe('/metric');
    const colour = await metrics({ metric: 'requests', group_by: 'prompt,colour' });
    expect(colour.body.errors[0].path).toBe('/group_by/1');
  });
});

describe('GET /metrics', () => {
  test('counts what became of every event received, without a key', async () => {
    const { status, body, headers } = await system.api('GET', '/metrics');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const value = (name: string) =>
      [...body.matchAll(new RegExp(`^${name}\\S* (\\d+)$`, 'gm'))].reduce(
        (sum: number, m: RegExpMatchArray) => sum + Number(m[1]),
        0,
      );
    expect(value('switchyard_events_total')).toBe(value('switchyard_events_received_total'));
    expect(value('switchyard_events_received_total')).toBeGreaterThan(0);
  });
});
