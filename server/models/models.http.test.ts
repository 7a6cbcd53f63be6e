// Over 300 lines: the contract of models in one place, ordered by status, on one system that is started once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readChanges } from '#server/audit/read-changes.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { findNamed } from './find-model.ts';
import { readPrices } from './read-prices.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  key = await system.key(undefined, { owner: await system.person({ role: 'editor', name: 'Ed' }) });
});
afterAll(() => system.dispose());

const call = (method: string, path: string, body?: unknown, with_ = key) =>
  system.api(method, path, { key: with_, body });
const register = (model_id: string, more: Record<string, unknown> = {}) =>
  call('POST', '/api/v1/models', { provider: 'openai', model_id, ...more });
/** What input costs over time. */
const pricesOf = (answer: { body: { prices: { effective_from: string; meter: string; amount: number }[] } }) =>
  answer.body.prices
    .filter((price) => price.meter === 'tokens_in')
    .map((price) => [price.effective_from.slice(0, 10), price.amount]);
const changes = () => readChanges(system.ctx(), { from: new Date(0), to: new Date('2100-01-01'), kinds: ['price'] });

describe('200 and 201', () => {
  test('a model is registered with its facts and read back; its id may contain a slash', async () => {
    const entry = {
      provider: 'together',
      model_id: 'meta/llama-3:8b',
      display_name: 'Llama 3',
      context_window: 8192,
      modalities: ['text'],
      prices: [{ effective_from: '2026-01-01', input_per_mtok: 0.2, output_per_mtok: 0.3 }],
      retirement_date: '2026-12-11',
      fallback: 'openai/gpt-4',
      eval_scores: { golden: 0.8 },
    };
    const made = await call('POST', '/api/v1/models', entry);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...entry,
      prices: [
        { meter: 'tokens_cache_write', amount: 0.2 },
        { meter: 'tokens_cached', amount: 0.2 },
        { meter: 'tokens_in', amount: 0.2, per: 1_000_000, effective_from: '2026-01-01T00:00:00.000Z', when: {} },
        { meter: 'tokens_out', amount: 0.3, currency: 'USD', effective_to: null, state: 'listed', source_url: null },
      ],
      status: 'retiring',
      deployed_to: [],
      deployed_at: null,
      lineage: [],
    });
    const read = await call('GET', '/api/v1/models/together/meta%2Fllama-3%3A8b');
    expect(read.body).toEqual(made.body);
  });

  test('a patch keeps what it leaves out, clears what is null, and adds prices by time', async () => {
    await register('patched', {
      display_name: 'Old',
      context_window: 10,
      prices: [{ effective_from: '2026-01-01', input_per_mtok: 1, output_per_mtok: 2 }],
    });
    const response = await call('PATCH', '/api/v1/models/openai/patched', {
      display_name: null,
      prices: [
        { effective_from: '2026-06-01', input_per_mtok: 3, output_per_mtok: 4 },
        { effective_from: '2026-01-01', input_per_mtok: 1, output_per_mtok: 2 },
      ],
    });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ display_name: null, context_window: 10 });
    expect(pricesOf(response)).toEqual([
      ['2026-01-01', 1],
      ['2026-06-01', 3],
    ]);
    const mark = (await changes()).filter((change) => change.model === 'openai/patched');
    expect(mark).toMatchObject([
      {
        kind: 'price',
        at: new Date('2026-06-01T00:00:00Z'),
        title: 'openai/patched: $1 in, $2 out → $3 in, $4 out per Mtok',
      },
    ]);
    await call('PATCH', '/api/v1/models/openai/patched', {
      prices: [{ effective_from: '2026-06-01', input_per_mtok: 3, output_per_mtok: 4 }],
    });
    expect((await changes()).filter((change) => change.model === 'openai/patched')).toHaveLength(1);
  });

  test('a model lists where it serves, by provider and id, or by a bare id that only it has', async () => {
    await register('serving');
    await register('shared');
    await call('POST', '/api/v1/models', { provider: 'azure', model_id: 'shared' });
    for (const [name, model] of [
      ['m/exact', 'openai/serving'],
      ['m/bare', 'serving'],
      ['m/ambiguous', 'shared'],
    ] as const) {
      await call('POST', '/api/v1/prompts', { name, type: 'text' });
      await call('POST', `/api/v1/prompts/${encodeURIComponent(name)}/versions`, { template: 'x', config: { model } });
      await call('PUT', `/api/v1/prompts/${encodeURIComponent(name)}/environments/staging`, { version: 1 });
    }
    const { body } = await call('GET', '/api/v1/models/openai/serving');
    expect(
      body.deployed_to.map((at: { prompt: string; environment: string; version: number }) => [
        at.prompt,
        at.environment,
        at.version,
      ]),
    ).toEqual([
      ['m/bare', 'staging', 1],
      ['m/exact', 'staging', 1],
    ]);
    expect(body.deployed_at).toBe('2026-11-20T12:00:00.000Z');
    expect((await call('GET', '/api/v1/models/openai/shared')).body.deployed_to).toEqual([]);
  });

  test('lineage names each base in turn, with its training', async () => {
    const training = { dataset: 'support', dataset_version: 3, config: { epochs: 2 }, metrics: { loss: 0.4 } };
    await register('base');
    await register('tuned', { base_model: 'openai/base', training });
    await register('again', { base_model: 'tuned' });
    expect((await call('GET', '/api/v1/models/openai/again')).body.lineage).toEqual([
      { provider: 'openai', model_id: 'tuned', registered: true, training },
      { provider: 'openai', model_id: 'base', registered: true, training: null },
    ]);
  });

  test('the list is paged by provider and id, searched and filtered', async () => {
    for (const id of ['l-1', 'l-2', 'l-3']) await call('POST', '/api/v1/models', { provider: 'lister', model_id: id });
    const first = (await call('GET', '/api/v1/models?provider=lister&limit=2')).body;
    const second = (await call('GET', `/api/v1/models?provider=lister&limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...second.data].map((row: { model_id: string }) => row.model_id)).toEqual([
      'l-1',
      'l-2',
      'l-3',
    ]);
    expect((await call('GET', '/api/v1/models?search=lister/L-3')).body.data).toHaveLength(1);
    expect((await call('GET', '/api/v1/models?search=l_3')).body.data).toHaveLength(0);
  });

  test("LiteLLM's price file is imported; the same file again changes nothing; a new price takes effect now", async () => {
    const file = (input: number) => ({
      sample_spec: { litellm_provider: 'one of …' },
      'gpt-file': {
        litellm_provider: 'filed',
        mode: 'chat',
        max_input_tokens: 1000,
        input_cost_per_token: input,
        output_cost_per_token: 1e-5,
      },
      'filed/no-price': { litellm_provider: 'filed', mode: 'chat' },
      'filed/bad date': { litellm_provider: 'filed', mode: 'chat', deprecation_date: 'soon' },
    });
    const first = await call('POST', '/api/v1/models/import', file(1e-6));
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
    expect(first.body.rejected.map((row: { model: string; path: string }) => [row.model, row.path])).toEqual([
      ['filed/bad date', '/model_id'],
      ['filed/bad date', '/retirement_date'],
    ]);
    expect((await call('POST', '/api/v1/models/import', file(1e-6))).body).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
    });
    system.clock.advance(86_400_000);
    expect((await call('POST', '/api/v1/models/import', file(2e-6))).body).toMatchObject({
      created: 0,
      updated: 1,
      unchanged: 1,
    });
    system.clock.advance(-86_400_000);
    expect(pricesOf(await call('GET', '/api/v1/models/filed/gpt-file'))).toEqual([
      ['2026-11-20', 1],
      ['2026-11-21', 2],
    ]);
    expect((await call('GET', '/api/v1/models/filed/no-price')).body.prices).toEqual([]);
  });

  test('a page of the list is an export that can be imported again', async () => {
    const list = (await call('GET', '/api/v1/models?limit=200')).body;
    expect((await call('POST', '/api/v1/models/import', list)).body).toEqual({
      format: 'switchyard',
      created: 0,
      updated: 0,
      unchanged: list.data.length,
      rejected: [],
      rejected_total: 0,
      unread: [],
      disagreements: expect.any(Number),
    });
    const elsewhere = await system.key(undefined, { project: 'other' });
    expect((await call('POST', '/api/v1/models/import', list, elsewhere)).body).toMatchObject({
      created: list.data.length,
      rejected: [],
      rejected_total: 0,
    });
  });

  test('deprecations are listed soonest first, with their replacement, where they serve and who deployed them', async () => {
    await register('gone', { retirement_date: '2026-11-20' });
    await register('soon', { retirement_date: '2026-12-20', fallback: 'openai/gpt-5' });
    await register('later', { deprecation_date: '2027-03-01' });
    await call('PUT', '/api/v1/prompts/m%2Fexact/environments/experiment', { version: 1, model: 'openai/soon' });
    const { body } = await call('GET', '/api/v1/models/deprecations?within_days=120');
    const ids = (rows: { model_id: string }[]) => rows.map((row) => row.model_id);
    expect(ids(body.deprecated)).toEqual(['gone']);
    expect(ids(body.imminent)).toContain('soon');
    expect(ids(body.upcoming)).toEqual(['later']);
    expect(body.imminent.find((row: { model_id: string }) => row.model_id === 'soon')).toMatchObject({
      days_left: 30,
      date: '2026-12-20',
      replacement: 'openai/gpt-5',
      deployed_to: [{ prompt: 'm/exact', environment: 'experiment', owner: 'Ed' }],
    });
  });

  test('prices are read for a whole project, and a model by its name where the name is unambiguous', async () => {
    const prices = await readPrices(system.ctx());
    const patched = prices.find((one) => one.modelId === 'patched');
    expect(patched?.rows.filter(({ meter }) => meter === 'tokens_in').map(({ amountPico }) => amountPico)).toEqual([
      1_000_000_000_000n,
      3_000_000_000_000n,
    ]);
    const named = async (text: string) => (await findNamed(system.ctx(), text)).map((row) => row.provider);
    expect(await named('openai/shared')).toEqual(['openai']);
    expect(await named('azure/shared')).toEqual(['azure']);
    expect(await named('shared')).toEqual(['azure', 'openai']);
    expect(await named('meta/llama-3:8b')).toEqual(['together']);
    expect(await named('nobody/knows')).toEqual([]);
  });
});

describe('400, 401, 403, 404', () => {
  test('a body that is no JSON', async () => {
    expect((await system.api('POST', '/api/v1/models/import', { key, raw: '{' })).status).toBe(400);
  });

  test('a reader may not write', async () => {
    const reader = await system.key(['read']);
    expect((await call('POST', '/api/v1/models', { provider: 'a', model_id: 'b' }, reader)).status).toBe(403);
    expect((await call('GET', '/api/v1/models', undefined, reader)).status).toBe(200);
  });

  test('a model of another project cannot be distinguished from none', async () => {
    await register('secret');
    const other = await system.key(undefined, {
      project: 'other',
      owner: await system.person({ role: 'admin', project: 'other' }),
    });
    await system.services
      .sql`delete from model where model_id = 'secret' and project_id = ${system.project('other').id}`;
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', { context_window: 1 }],
    ] as const) {
      const known = await call(method, '/api/v1/models/openai/secret', body, other);
      const unknown = await call(method, '/api/v1/models/openai/nothing', body, other);
      expect([known.status, unknown.status]).toEqual([404, 404]);
      expect({ ...known.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
    }
  });
});

describe('409 and 422', () => {
  test('a model that is registered already', async () => {
    await register('twice');
    const response = await register('twice');
    expect([response.status, response.body.code]).toEqual([409, 'model_exists']);
  });

  test.each([
    [{ provider: 'a/b', model_id: 'x' }, '/provider'],
    [{ provider: 'a' }, '/model_id'],
    [{ provider: 'a', model_id: 'x y' }, '/model_id'],
    [
      {
        provider: 'a',
        model_id: 'x',
        prices: [{ effective_from: '2026-01-01', input_per_mtok: -1, output_per_mtok: 1 }],
      },
      '/prices/0/input_per_mtok',
    ],
    [
      { provider: 'a', model_id: 'x', prices: [{ effective_from: 'then', input_per_mtok: 1, output_per_mtok: 1 }] },
      '/prices/0/effective_from',
    ],
    [{ provider: 'a', model_id: 'x', deprecation_date: '2026-02-30' }, '/deprecation_date'],
    [{ provider: 'a', model_id: 'x', released_at: '2026-05-01', retirement_date: '2026-04-30' }, '/retirement_date'],
    [{ provider: 'a', model_id: 'x', fallback: 'a/x' }, '/fallback'],
    [{ provider: 'a', model_id: 'x', base_model: 'a/x' }, '/base_model'],
    [{ provider: 'a', model_id: 'x', base_model: 'meta/nowhere' }, '/base_model'],
    [{ provider: 'a', model_id: 'x', base_model_relation: 'adapter' }, '/base_model_relation'],
    [{ provider: 'a', model_id: 'x', status: 'active' }, '/status'],
  ])('%j names %s and writes nothing', async (body, path) => {
    const response = await call('POST', '/api/v1/models', body);
    expect(response.status).toBe(422);
    expect(response.body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
    expect((await call('GET', '/api/v1/models/a/x')).status).toBe(404);
  });

  test('a base that was itself made from the model', async () => {
    await register('parent');
    await register('child', { base_model: 'openai/parent' });
    expect((await call('PATCH', '/api/v1/models/openai/parent', { base_model: 'openai/child' })).body.code).toBe(
      'lineage_cycle',
    );
  });

  test('dates out of order beside those that are known, also in an import', async () => {
    await register('dated', { released_at: '2026-05-01', deprecation_date: '2026-06-01' });
    const answer = await call('PATCH', '/api/v1/models/openai/dated', { retirement_date: '2026-05-20' });
    expect([answer.status, answer.body.code]).toEqual([422, 'dates_out_of_order']);
    const { body } = await call('POST', '/api/v1/models/import', [
      { provider: 'openai', model_id: 'dated', retirement_date: '2026-05-20' },
    ]);
    expect(body).toMatchObject({ updated: 0, rejected: [{ model: 'openai/dated', path: '/retirement_date' }] });
  });

  test('fallbacks that return to the model, also by two concurrent requests', async () => {
    await register('ring-a', { fallback: 'openai/ring-b' });
    await register('ring-b', { fallback: 'openai/ring-c' });
    const closed = await register('ring-c', { fallback: 'openai/ring-a' });
    expect([closed.status, closed.body.code]).toEqual([422, 'fallback_cycle']);
    expect(closed.body.detail).toContain('openai/ring-c falls back to openai/ring-a falls back to openai/ring-b');
    await register('one');
    await register('two');
    const both = await Promise.all([
      call('PATCH', '/api/v1/models/openai/one', { fallback: 'openai/two' }),
      call('PATCH', '/api/v1/models/openai/two', { fallback: 'openai/one' }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });

  test('an import names each entry that cannot be, and keeps the others', async () => {
    const { body } = await call('POST', '/api/v1/models/import', [
      { provider: 'ring', model_id: 'a', base_model: 'ring/b' },
      { provider: 'ring', model_id: 'b', base_model: 'ring/a' },
      { provider: 'ring', model_id: 'c', fallback: 'ring/c' },
      { provider: 'ring', model_id: 'c', context_window: 0 },
    ]);
    expect(body).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
    expect(body.rejected.map((row: { model: string; code: string }) => [row.model, row.code])).toEqual([
      ['ring/c', 'too_small'],
      ['ring/c', 'own_fallback'],
      ['ring/b', 'lineage_cycle'],
      ['ring/a', 'unknown_base'],
    ]);
  });

  test('an import of an unknown shape', async () => {
    expect((await call('POST', '/api/v1/models/import', { hello: 1 })).body.code).toBe('unknown_format');
  });
});
