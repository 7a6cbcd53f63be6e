import { expect, it } from 'vitest';
import { startSystem } from '#test/harness/system.ts';
import { readPromptServices } from './read-prompt-services.ts';

it('returns the services that request a prompt, by service and environment, the busiest first', async () => {
  await using system = await startSystem({ now: '2026-05-01T12:00:30.000Z' });
  const event = (id: string, more: Record<string, unknown>) => ({
    id,
    at: '2026-05-01T11:30:00.000Z',
    prompt: 'search/answer',
    model: 'openai/gpt-4o',
    ...more,
  });
  const events = [
    event('a', { service: 'shop' }),
    event('b', { service: 'shop', status: 'error' }),
    event('c', { service: 'shop', environment: 'staging' }),
    event('d', {}),
    event('e', { service: 'elsewhere', prompt: 'search/other' }),
    event('f', { service: 'shop', at: '2026-04-01T11:30:00.000Z' }),
  ];
  const key = await system.key(['ingest']);
  expect((await system.api('POST', '/api/v1/events', { key, body: { events } })).body.accepted).toBe(6);
  const found = await readPromptServices(system.ctx(), { prompt: 'search/answer' });
  expect(found[0]).toEqual({ service: 'shop', environment: 'production', requests: 2, errorRate: 0.5 });
  expect(found.map(({ service, environment, requests }) => [service, environment, requests]).sort()).toEqual([
    [null, 'production', 1],
    ['shop', 'production', 2],
    ['shop', 'staging', 1],
  ]);
  expect(await readPromptServices(system.ctx(), { prompt: 'nobody/asked' })).toEqual([]);
});
