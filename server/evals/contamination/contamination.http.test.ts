import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  key = await system.key(undefined, { owner: await system.person({ role: 'admin', name: 'Paolo' }) });
  await post('/api/v1/prompts', { name: 'orders/extract', type: 'text' });
  await dataset('orders-train', ['Order 1, please', 'Order 2, please', 'Order 3, please']);
  await dataset('orders-golden', ['order 1 please', 'Order 2, please!', 'Order 9, please', 'Order 8, please']);
  await dataset('clean', ['Something else']);
});
afterAll(() => system.dispose());

const call = (method: string, path: string, body?: unknown, with_ = key) =>
  system.api(method, path, { key: with_, body });
async function post(path: string, body: unknown) {
  const response = await call('POST', path, body);
  expect(response.status, JSON.stringify(response.body)).toBeLessThan(300);
  return response.body;
}
async function dataset(name: string, texts: string[], ids = texts.map((_, i) => `${name}-${i}`)) {
  if ((await call('GET', `/api/v1/datasets/${name}`)).status === 404) await post('/api/v1/datasets', { name });
  const items = texts.map((text, i) => ({ id: ids[i], input: { text }, expected: `of ${name}` }));
  await post(`/api/v1/datasets/${name}/items`, items);
}
const GATE = '/api/v1/prompts/orders%2Fextract/gate';
const name = async (datasets: string[], more: object = {}) => {
  const { revision } = (await call('GET', GATE)).body;
  return call('PUT', GATE, { datasets, revision, ...more });
};
const found = async () => {
  await system.drain();
  return (await call('GET', '/api/v1/contamination')).body;
};

describe('a golden set and what a model was trained on', () => {
  test('may be named while no model was trained on anything', async () => {
    expect((await name(['orders-golden'])).status).toBe(200);
    expect((await name([])).status).toBe(200);
    expect(await found()).toEqual({ data: [], elsewhere: [], waiting: 0 });
  });

  test('are compared once the training is declared, and the set is then refused by name without a reason', async () => {
    const training = { dataset: 'orders-train', dataset_version: 1 };
    await post('/api/v1/models', { provider: 'harbour', model_id: 'mini-orders-3', training });
    expect((await found()).data).toMatchObject([
      {
        golden: { dataset: 'orders-golden', version: 1, items: 4 },
        training: { dataset: 'orders-train', version: '1' },
        models: ['harbour/mini-orders-3'],
        shared_total: 2,
        shared: [
          { item: 'orders-golden-0', training_item: 'orders-train-0', by: 'text' },
          { item: 'orders-golden-1', training_item: 'orders-train-1', by: 'text' },
        ],
        reason: null,
      },
    ]);
    const refused = await name(['clean', 'orders-golden']);
    expect([refused.status, refused.body.code]).toEqual([422, 'contaminated']);
    expect(refused.body.errors).toMatchObject([{ path: '/datasets/1', code: 'contaminated' }]);
    expect(refused.body.detail).toContain(
      'orders-golden: 2 of 4 items are in the training dataset orders-train@1 too: orders-golden-0, orders-golden-1.',
    );
    expect((await name(['clean'])).status).toBe(200);
  });

  test('with a reason it is named, and the reason is kept, audited and shown', async () => {
    const text = 'Duplicates of one order form; version 7 drops them.';
    expect((await name(['orders-golden'], { contamination_reason: text })).status).toBe(200);
    expect((await found()).data[0].reason).toEqual({ text, by: 'Paolo', at: '2026-11-20T12:00:00.000Z' });
    const audited = await system.services
      .sql`select detail from audit_row where action = 'dataset.accept_contamination'`;
    expect(audited).toMatchObject([
      { detail: { dataset: 'orders-golden', training: 'orders-train@1', items: 2, reason: text } },
    ]);
    expect((await name(['orders-golden'])).status).toBe(200);
  });

  test('a new version that shares another item needs a reason of its own, which may be given by itself', async () => {
    await dataset('orders-golden', ['ORDER 3 - please'], ['late']);
    expect((await found()).data).toMatchObject([{ golden: { version: 2 }, shared_total: 3, reason: null }]);
    system.clock.advance(60_000);
    const accepted = await call('POST', '/api/v1/datasets/orders-golden/contamination', { reason: 'Known since May.' });
    expect(accepted.body).toEqual({ accepted: 1 });
    expect((await found()).data).toMatchObject([{ shared_total: 3, reason: { text: 'Known since May.' } }]);
  });

  test('what a model was trained on cannot measure it itself without a reason, which its page asks for', async () => {
    const refused = await name(['orders-train']);
    expect(refused.body.detail).toContain('3 of 3 items are in the training dataset orders-train@1 too');
    await system.drain();
    const own = (await call('GET', '/api/v1/contamination?dataset=orders-train')).body;
    expect(own.data).toMatchObject([{ models: ['harbour/mini-orders-3'], shared_total: 3, reason: null }]);
    await call('POST', '/api/v1/datasets/orders-train/contamination', { reason: 'Only to see it overfit.' });
    expect((await name(['orders-train'])).status).toBe(200);
    expect((await name([])).status).toBe(200);
  });

  test('the score of a run stands beside that without what its model was trained on, at the version of the run', async () => {
    await post('/api/v1/prompts/orders%2Fextract/versions', {
      template: 'Extract {{text}}',
      config: { model: 'harbour/mini-orders-3' },
    });
    const results = [0, 1, 2, 3].map((i) => ({
      item: `orders-golden-${i}`,
      output: i < 3 ? 'of orders-golden' : 'no',
    }));
    const run = async (more: object) => {
      const scorers = [{ type: 'equals' }];
      const head = { prompt: 'orders/extract', version: 1, dataset: 'orders-golden', scorers, results };
      const { id } = await post('/api/v1/eval-runs/import', { ...head, ...more });
      await system.drain();
      return (await call('GET', `/api/v1/eval-runs/${id}`)).body;
    };
    const training = { dataset: 'orders-train', dataset_version: 1 };
    await post('/api/v1/models', { provider: 'other', model_id: 'model' });
    await post('/api/v1/models', { provider: 'router', model_id: 'other/model', training });
    const trained = await run({ dataset_version: 1 });
    expect(trained.overall).toMatchObject({ score: 0.75, n: 4 });
    expect(trained.without_training).toMatchObject({ score: 0.5, n: 2, left_out: 2 });
    const other = await run({ dataset_version: 1, model: 'other/model' });
    expect([other.model, other.without_training], 'of another provider').toEqual(['other/model', null]);
  });

  test('a gate check keeps what its golden set shared when it decided, and why it measures nevertheless', async () => {
    const check = async () => {
      const asked = { prompt: 'orders/extract', version: 1, environment: 'staging' };
      return (await post('/api/v1/gates/check', asked)).runs;
    };
    await post('/api/v1/eval-runs/import', {
      ...{ prompt: 'orders/extract', version: 1, dataset: 'orders-golden', scorers: [{ type: 'equals' }] },
      results: [{ item: 'late', output: 'of orders-golden' }],
    });
    await system.drain();
    // The second was registered by the test of scores above.
    const models = ['harbour/mini-orders-3', 'router/other/model'];
    const shared = { training: { dataset: 'orders-train', version: '1' }, models, items: 5 };
    expect(await check()).toMatchObject([
      {
        dataset: 'orders-golden',
        shared_with_training: [{ ...shared, shared: 3, reason: { text: 'Known since May.', by: 'Paolo' } }],
      },
    ]);
    await dataset('orders-golden', ['order 2, PLEASE'], ['later']);
    await post('/api/v1/eval-runs/import', {
      ...{ prompt: 'orders/extract', version: 1, dataset: 'orders-golden', scorers: [{ type: 'equals' }] },
      results: [{ item: 'later', output: 'of orders-golden' }],
    });
    await system.drain();
    expect(await check()).toMatchObject([{ shared_with_training: [{ shared: 4, items: 6, reason: null }] }]);
    const stored = await system.services.sql`
      select jsonb_array_length(evidence->'shared') as n, evidence->'shared'->0->'reason'->>'text' as why
      from gate_verdict order by why nulls last`;
    expect(stored).toMatchObject([
      { n: 1, why: 'Known since May.' },
      { n: 1, why: null },
    ]);
  });

  test('a training dataset whose items are not here is said to be unknown', async () => {
    const training = { dataset: 's3://somewhere/else', dataset_version: 'v2' };
    await post('/api/v1/models', { provider: 'harbour', model_id: 'far', training });
    expect((await found()).elsewhere).toEqual([{ dataset: 's3://somewhere/else', version: 'v2' }]);
  });
});

describe('403, 404 and 422', () => {
  const accept = (set: string, reason: string, by = key) =>
    call('POST', `/api/v1/datasets/${set}/contamination`, { reason }, by);

  test('a person who is no admin may not say so, of nothing shared there is nothing to say, and a reason has words', async () => {
    const editor = await system.key(undefined, { owner: await system.person({ role: 'editor' }) });
    expect((await accept('orders-golden', 'because', editor)).status).toBe(403);
    expect((await accept('clean', 'because')).status).toBe(404);
    expect((await accept('nowhere', 'because')).status).toBe(404);
    expect((await accept('orders-golden', '  ')).body.errors).toMatchObject([{ path: '/reason' }]);
  });
});
