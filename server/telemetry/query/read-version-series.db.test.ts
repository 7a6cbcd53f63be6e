import { expect, it } from 'vitest';
import { startSystem } from '#test/harness/system.ts';
import { readVersionSeries } from './read-version-series.ts';

const NOW = '2026-05-01T12:00:30.000Z';

function event(id: string, version: number | null, more: Record<string, unknown> = {}) {
  return {
    id,
    at: '2026-05-01T11:30:00.000Z',
    environment: 'production',
    prompt: 'search/answer',
    ...(version === null ? {} : { version }),
    model: 'openai/gpt-4o',
    latency_ms: 400,
    status: 'ok',
    ...more,
  };
}

it('returns a series for each version of one prompt, newest first, and leaves out events without a version', async () => {
  await using system = await startSystem({ now: NOW });
  const key = await system.key(['ingest']);
  const events = [
    event('a', 1),
    event('b', 1, { status: 'error', error_code: 'timeout' }),
    event('c', 2, { latency_ms: 800, quality: 0.5 }),
    event('d', null),
    event('e', 3, { prompt: 'search/other' }),
    event('f', 4, { environment: 'staging' }),
  ];
  expect((await system.api('POST', '/api/v1/events', { key, body: { events } })).body.accepted).toBe(6);
  const series = await readVersionSeries(system.ctx(), {
    prompt: 'search/answer',
    environment: 'production',
    range: '24h',
  });
  expect(series.versions.map(({ version, totals }) => [version, totals.requests, totals.errorRate])).toEqual([
    [2, 1, 0],
    [1, 2, 0.5],
  ]);
  expect(series.versions[0]?.totals.quality?.mean).toBe(0.5);
  for (const line of series.versions) expect(line.latencyP95).toHaveLength(series.t.length);
  expect(series.more).toBe(0);
});
