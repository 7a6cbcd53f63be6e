import { expect } from 'vitest';
import type { System } from '#test/harness/system.ts';
import type { Hints } from './bodies.ts';

/** One object of every kind that requests can name, and its names in bodies, queries and addresses. */
export async function fuzzObjects(system: System, key: string): Promise<{ hints: Hints; params: Hints }> {
  const made = async (method: string, path: string, body: unknown) => {
    const response = await system.api(method, path, { key, body });
    expect(response.status, `${path}: ${JSON.stringify(response.body)}`).toBeLessThan(300);
    return response.body;
  };
  await made('POST', '/api/v1/prompts', { name: 'fuzz/text', type: 'text' });
  await made('POST', '/api/v1/prompts', { name: 'chat', type: 'chat' });
  for (const n of [1, 2, 3]) {
    await made('POST', '/api/v1/prompts/fuzz%2Ftext/versions', {
      template: `${n} {{x}}`,
      config: { model: `acme/m${n}` },
    });
  }
  await made('POST', '/api/v1/prompts/chat/versions', {
    messages: [{ role: 'user', content: 'Say {{x}}' }],
    config: { model: 'bare' },
  });
  await made('PUT', '/api/v1/prompts/fuzz%2Ftext/environments/staging', { version: 1 });
  await made('POST', '/api/v1/models', { provider: 'acme', model_id: 'm1' });
  await made('POST', '/api/v1/datasets', { name: 'set' });
  const items = Array.from({ length: 6 }, (_, i) => ({ id: `i${i}`, input: { x: i }, expected: 'yes' }));
  await made('POST', '/api/v1/datasets/set/items', items);
  const results = items.map(({ id }) => ({ item: id, output: 'yes', latency_ms: 5, cost_usd: 0.1 }));
  const runs: string[] = [];
  for (const version of [1, 2]) {
    const run = { prompt: 'fuzz/text', version, dataset: 'set', results, scorers: [{ type: 'equals' }] };
    runs.push((await made('POST', '/api/v1/eval-runs/import', run)).id);
  }
  await system.drain();
  const promotion = await made('POST', '/api/v1/promotions', { prompt: 'fuzz/text', version: 2, to: 'production' });
  const at = new Date().toISOString();
  const event = {
    id: 'e',
    at,
    model: 'acme/m1',
    prompt: 'fuzz/text',
    version: 1,
    latency_ms: 5,
    tokens_in: 1,
    tags: { a: 'b' },
    input: { x: [1] },
  };
  await made('POST', '/api/v1/events', { events: [event] });
  const range = `from=${new Date(Date.now() - 3_600_000).toISOString()}&to=${at}`;
  return {
    hints: {
      prompt: ['fuzz/text', 'chat', 'none'],
      dataset: ['set', 'none'],
      datasets: [['set']],
      version: [1, 2, 3, 99],
      dataset_version: [1],
      environment: ['staging', 'production', 'mars'],
      to: ['production', 'staging'],
      name: ['chat', 'set', 'new/one', 'quality'],
      model: ['acme/m1', 'bare'],
      template: ['Say {{x}}', 'Again {{ x }} {{y}}'],
      messages: [[{ role: 'user', content: 'Hello {{x}}' }]],
      variables: [{ x: 'y' }, {}],
      run: runs,
      baseline_run: runs,
      at: [at, '2025-01-01T00:00:00Z'],
      effective_from: ['2026-01-01', '2020-05-01T00:00:00Z'],
      results: [results, results.slice(0, 2)],
      revision: [0, 1],
      event_id: ['e', 'later'],
      strategy: ['immediate', 'canary'],
      scorers: [
        [{ type: 'equals' }],
        [{ type: 'json_schema', schema: { const: { a: 1 } } }],
        [{ type: 'regex', value: '(a+)+$', extract: { pattern: 'x' } }],
      ],
      outcomes: [[{ id: 'o', outcome_id: 'task', success: true, at, value: 1 }]],
      '/api/v1/events': [
        { events: [event] },
        {
          sent_at: at,
          events: [
            { ...event, id: 'f' },
            { ...event, id: 'g', status: 'error', error_code: '429' },
          ],
        },
      ],
      '/api/v1/datasets/{name}/items': [
        items.slice(0, 2),
        {
          items: [
            { id: 'new', input: { x: 1 }, category: 'c', weight: 2, tags: ['t'], cluster: 'k', metadata: { a: 1 } },
          ],
        },
      ],
      '/api/v1/models/import': [
        {
          'gpt-x': {
            litellm_provider: 'openai',
            input_cost_per_token: 1e-6,
            output_cost_per_token: 2e-6,
            mode: 'chat',
          },
        },
        { models: [{ provider: 'acme', model_id: 'm1', prices: [] }] },
      ],
      'GET /api/v1/metrics': [`metric=requests&${range}`],
    },
    params: {
      'prompts.name': ['fuzz/text', 'chat', 'none'],
      'datasets.name': ['set', 'none'],
      'promotions.id': [promotion.id],
      'eval-runs.id': runs,
      'events.id': ['e', 'none'],
      'models.id': ['m1', 'none'],
      provider: ['acme'],
      baseline_id: runs,
      n: [1, 2, 99],
      a: [1],
      b: [2],
      env: ['staging', 'production'],
    },
  };
}
