import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAudit } from '#server/audit/read-audit.ts';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  key = await system.key(undefined, { owner: await system.person({ role: 'editor', name: 'Ed' }) });
});
afterAll(() => system.dispose());

const call = (method: string, path: string, body?: unknown, with_ = key) =>
  system.api(method, path, { key: with_, body });
const imported = async (body: unknown, query = '') => {
  const answer = await call('POST', `/api/v1/models/import${query}`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const entry = (fields: object) => ({ litellm_provider: 'acme', mode: 'chat', ...fields });
const inOut = (input: number, output: number) => ({ input_cost_per_token: input, output_cost_per_token: output });
type Price = { meter: string; amount: number; when: object; effective_from: string; source_url: string | null };
const pricesOf = async (path: string): Promise<Price[]> =>
  (await call('GET', `/api/v1/models/${path}`)).body.prices as Price[];

describe('an import', () => {
  test('of LiteLLM writes every price, says where it is from, and changes nothing the second time', async () => {
    const file = {
      'file-1': entry({
        ...inOut(1.25e-6, 1e-5),
        input_cost_per_token_above_200k_tokens: 2.5e-6,
        cache_read_input_token_cost: 1.25e-7,
        input_cost_per_character: 1e-6,
        deprecation_date: '2026-11-19',
      }),
      'bad name': entry(inOut(1, 1)),
    };
    expect(await imported(file)).toMatchObject({
      ...{ format: 'litellm', created: 1, updated: 0, unchanged: 0, disagreements: 0 },
      rejected: [{ model: 'acme/bad name', path: '/model_id' }],
      unread: [{ field: 'input_cost_per_character', models: 1, example: 'acme/file-1' }],
    });
    const { body } = await call('GET', '/api/v1/models/acme/file-1');
    expect(body).toMatchObject({ status: 'retired', retirement_date: '2026-11-19', deprecation_date: null });
    expect(body.prices).toMatchObject([
      { meter: 'tokens_cached', amount: 0.125, checked_at: '2026-11-20T12:00:00.000Z' },
      { meter: 'tokens_in', amount: 1.25, when: {}, source_url: expect.stringContaining('litellm') },
      { meter: 'tokens_in', amount: 2.5, when: { input_tokens_gte: 200_001 } },
      { meter: 'tokens_out', amount: 10 },
    ]);
    system.clock.advance(60_000);
    const audits = async () =>
      (await readAudit(system.ctx(), { limit: 100 })).rows.filter(({ action }) => action === 'model.import').length;
    const before = await audits();
    expect(await imported(file)).toMatchObject({ created: 0, updated: 0, unchanged: 1, rejected_total: 1 });
    expect(await audits()).toBe(before);
  });

  test('keeps numbers of any length exact, and takes a named format', async () => {
    const raw =
      '{"exact": {"litellm_provider": "acme", "input_cost_per_token": 0.123456123456789012, "output_cost_per_token": 1.5e-07}}';
    const answer = await system.api('POST', '/api/v1/models/import?format=litellm', { key, raw });
    expect(answer.body).toMatchObject({ created: 1, unread: [] });
    expect(await pricesOf('acme/exact')).toMatchObject([{ amount: '123456.123456789012' }, { amount: 0.15 }]);
    const wrong = await call('POST', '/api/v1/models/import?format=openrouter', { models: [] });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'unknown_format']);
    expect((await call('POST', '/api/v1/models/import?format=csv', {})).status).toBe(422);
  });

  test('of OpenRouter and of models.dev are recognised', async () => {
    const pricing = { prompt: '0.000001', completion: '0.000002' };
    expect(await imported({ data: [{ id: 'acme/router-1', pricing }] })).toMatchObject({
      format: 'openrouter',
      created: 1,
    });
    expect(await pricesOf('openrouter/acme%2Frouter-1')).toMatchObject([{ amount: 1 }, { amount: 2 }]);
    const cost = { input: 1, output: 2, tiers: [{ tier: { type: 'context', size: 200_000 }, input: 2 }] };
    const body = { acme: { id: 'acme', models: { 'dev-1': { name: 'Dev 1', release_date: '2026-01-01', cost } } } };
    expect(await imported(body)).toMatchObject({ format: 'models_dev', created: 1 });
    expect(await pricesOf('acme/dev-1')).toHaveLength(3);
  });
});
