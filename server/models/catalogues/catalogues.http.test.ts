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

  test('of a file that has a model twice takes the first, names another that differs, and settles', async () => {
    const file = {
      'twice-1': entry(inOut(1e-6, 2e-6)),
      'acme/twice-1': entry(inOut(1e-6, 3e-6)),
      'twice-2': entry(inOut(1e-6, 2e-6)),
      'acme/twice-2': entry(inOut(1e-6, 2e-6)),
    };
    const rejected = [{ model: 'acme/twice-1', code: 'named_twice' }];
    expect(await imported(file)).toMatchObject({ created: 2, updated: 0, unchanged: 0, rejected });
    expect(await imported(file)).toMatchObject({ created: 0, updated: 0, unchanged: 2, rejected });
    expect(await pricesOf('acme/twice-1')).toMatchObject([{ amount: 1 }, { amount: 2 }]);
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

const list = async (search: string) =>
  (await call('GET', `/api/v1/models/disagreements?search=${search}`)).body.data as {
    id: string;
    meter: string;
    ratio: number | null;
    since: string | null;
    warnings: { code: string }[];
    stated: { source: string; amount: string; effective_from: string | null; read_on: string | null }[];
  }[];
const row = (meter: string, amount: number, more = {}) => ({
  ...{ meter, per: 1_000_000, amount, effective_from: '2026-01-01' },
  ...more,
});
const register = (provider: string, model_id: string, prices: unknown[] = []) =>
  call('POST', '/api/v1/models', { provider, model_id, prices });

describe('a difference between the registry and a catalogue', () => {
  test('waits for a person; the registry keeps its price, also when the file is imported', async () => {
    await register('acme', 'own-1', [row('tokens_in', 2), row('tokens_out', 8)]);
    const file = { 'own-1': entry({ ...inOut(3e-6, 8e-6), cache_read_input_token_cost: 3e-7 }) };
    expect(await imported(file), 'what it is for was not known').toMatchObject({ created: 0, updated: 1 });
    expect(await list('own-1')).toMatchObject([
      {
        ...{ meter: 'tokens_in', ratio: 1.5, since: null, warnings: [] },
        stated: [
          { source: 'own', amount: '2', effective_from: '2026-01-01T00:00:00.000Z' },
          { source: 'litellm', amount: '3', effective_from: null, read_on: '2026-11-20' },
        ],
      },
    ]);
    expect((await pricesOf('acme/own-1')).map(({ meter, amount }) => [meter, amount])).toEqual([
      ['tokens_in', 2],
      ['tokens_out', 8],
    ]);
    const before = await list('own-1');
    expect(await imported(file)).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    expect(await list('own-1')).toEqual(before);
  });

  test('is confirmed from a day on, with a mark and an audit row, and is not asked again', async () => {
    const [one] = await list('own-1');
    const at = `/api/v1/models/disagreements/${one?.id}`;
    const early = await call('POST', `${at}/confirm`, { source: 'litellm', from: '2025-12-01' });
    expect([early.status, early.body.code]).toEqual([422, 'later_price']);
    expect((await call('POST', `${at}/confirm`, { source: 'openrouter' })).body.code).toBe('not_stated');
    expect((await call('POST', `${at}/confirm`, { source: 'litellm', from: '2026-11-01' })).status).toBe(200);
    expect((await pricesOf('acme/own-1')).filter(({ meter }) => meter === 'tokens_in')).toMatchObject([
      { amount: 2, effective_from: '2026-01-01T00:00:00.000Z' },
      { amount: 3, effective_from: '2026-11-01T00:00:00.000Z', source_url: expect.stringContaining('litellm') },
    ]);
    const { rows } = await readAudit(system.ctx(), { limit: 5 });
    expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['model.confirm_price', 'model.update']));
    expect((await call('POST', `${at}/dismiss`, { reason: 'late' })).body.code).toBe('already_decided');
    await imported({ models: [] });
    expect(await list('own-1')).toEqual([]);
  });

  test('is dismissed with a reason, and asked again only when an amount changes', async () => {
    await register('acme', 'own-2', [row('tokens_in', 2)]);
    const file = (input: number) => ({ 'own-2': entry(inOut(input, 8e-6)) });
    await imported(file(3e-6));
    const [one] = await list('own-2');
    const at = `/api/v1/models/disagreements/${one?.id}/dismiss`;
    expect((await call('POST', at, { reason: ' ' })).status).toBe(422);
    expect((await call('POST', at, { reason: 'We have a contract.' })).status).toBe(200);
    await imported(file(3e-6));
    expect(await list('own-2')).toEqual([]);
    await imported(file(4e-6));
    expect(await list('own-2')).toMatchObject([{ stated: [{ amount: '2' }, { amount: '4' }] }]);
    await call('PATCH', '/api/v1/models/acme/own-2', { prices: [row('tokens_in', 4)] });
    await imported(file(4e-6));
    expect(await list('own-2'), 'agrees now').toEqual([]);
  });

  test('that looks like an error of units is flagged and never written, not even into a new model', async () => {
    const file = {
      'odd-1': entry({ ...inOut(2e-6, 8e-6), cache_creation_input_token_cost_above_1hr: 48e-6 }),
      'odd-2': entry(inOut(2e-6, 8e-6)),
    };
    await imported(file);
    expect((await pricesOf('acme/odd-1')).map(({ meter }) => meter)).toEqual(['tokens_in', 'tokens_out']);
    expect((await list('odd-1')).map(({ warnings }) => warnings.map(({ code }) => code))).toEqual([
      ['only_one', 'cache_write_ratio'],
    ]);
    system.clock.advance(86_400_000);
    expect(await imported({ ...file, 'odd-2': entry(inOut(2e-3, 8e-6)) })).toMatchObject({ updated: 0 });
    system.clock.advance(-86_400_000);
    expect(await list('odd-2')).toMatchObject([{ ratio: 1000, warnings: [{ code: 'thousandfold' }] }]);
    const { body } = await call('GET', '/api/v1/models/disagreements?limit=1');
    expect(body.data[0].warnings).not.toEqual([]);
    expect(body).toMatchObject({
      total: expect.any(Number),
      warned: expect.any(Number),
      next_cursor: expect.any(String),
    });
    const next = await call(
      'GET',
      `/api/v1/models/disagreements?limit=200&cursor=${encodeURIComponent(body.next_cursor)}`,
    );
    expect(next.body.data).toHaveLength(body.total - 1);
  });

  test('from a coming day on is confirmed as announced; one that is withdrawn here is named', async () => {
    const base = [row('tokens_in', 0.75), row('tokens_cached', 0.075), row('tokens_out', 3.75)];
    await register('google', 'gemini-3.7-flash', base);
    await imported({ models: [] });
    const coming = await list('gemini-3.7-flash');
    expect(coming.map(({ meter, since }) => `${meter} ${since?.slice(0, 10)}`).sort()).toEqual([
      'tokens_cached 2027-01-01',
      'tokens_in 2027-01-01',
      'tokens_out 2027-01-01',
    ]);
    const input = coming.find(({ meter }) => meter === 'tokens_in');
    await call('POST', `/api/v1/models/disagreements/${input?.id}/confirm`, { source: 'genai_prices' });
    const after = (await call('GET', '/api/v1/models/google/gemini-3.7-flash')).body.prices;
    expect(after.find((price: { state: string }) => price.state === 'announced')).toMatchObject({
      ...{ meter: 'tokens_in', amount: 1.5, effective_from: '2027-01-01T00:00:00.000Z' },
    });
    await call('PATCH', '/api/v1/models/google/gemini-3.7-flash', {
      prices: [row('tokens_out', 7.5, { effective_from: '2027-01-01', state: 'withdrawn' })],
    });
    await imported({ models: [] });
    expect((await list('gemini-3.7-flash')).find(({ meter }) => meter === 'tokens_out')).toMatchObject({
      warnings: [],
    });
  });
});

describe('what catalogues list for a model', () => {
  test('is proposed, not applied, and written when a person asks for it', async () => {
    await register('anthropic', 'claude-sonnet-4-6');
    await imported({ models: [] });
    expect(await pricesOf('anthropic/claude-sonnet-4-6')).toEqual([]);
    const at = '/api/v1/models/anthropic/claude-sonnet-4-6/listed-prices';
    const { body } = await call('GET', at);
    expect(body.data).toMatchObject([{ source: 'genai_prices', model_id: 'claude-sonnet-4-6', read_on: '2026-09-23' }]);
    const answer = await call('POST', at, { source: 'genai_prices', from: '2026-06-01' });
    expect(answer.status).toBe(200);
    expect(answer.body.prices.find((price: Price) => price.meter === 'tokens_in')).toMatchObject({
      ...{ amount: 3, effective_from: '2026-06-01T00:00:00.000Z', checked_at: '2026-09-23T00:00:00.000Z' },
    });
    expect((await call('POST', at, { source: 'litellm' })).body.code).toBe('not_listed');
    expect((await call('GET', '/api/v1/models/acme/none/listed-prices')).status).toBe(404);
  });
});
