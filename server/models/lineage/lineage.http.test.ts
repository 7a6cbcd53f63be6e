import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { model } from '#db/schema/models.ts';
import { readDerived } from '#server/models/read-models.ts';
import { type System, startSystem } from '#test/harness/system.ts';

const TESTS = [
  { name: 'no_leak', status: 'pass', severity: 'error' },
  { name: 'loss', status: 'fail', severity: 'warn', expected: '0.04', actual: '0.041' },
];
let system: System;
let key: string;
let other: string;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  key = await system.key();
  other = await system.key(undefined, { project: 'other' });
  const post = async (path: string, body: unknown) => {
    const response = await call('POST', path, body);
    expect(response.status, JSON.stringify(response.body)).toBeLessThan(300);
  };
  const models = [
    { model_id: 'base' },
    { model_id: 'code', base_model: 'acme/base', base_model_relation: 'adapter' },
    {
      model_id: 'tuned',
      base_model: 'acme/base',
      training: {
        dataset: 'tickets',
        dataset_version: 3,
        config: { epochs: 3 },
        metrics: { loss: 0.041 },
        tests: TESTS,
      },
    },
    { model_id: 'mix', base_model: ['acme/tuned', 'acme/code'] },
    { model_id: 'apart' },
  ];
  for (const model of models) await post('/api/v1/models', { provider: 'acme', ...model });
  await post('/api/v1/prompts', { name: 'greet', type: 'text' });
  await post('/api/v1/prompts/greet/versions', { template: 'Hello', config: { model: 'acme/mix' } });
  await call('PUT', '/api/v1/prompts/greet/environments/staging', { version: 1 });
});
afterAll(() => system.dispose());

const call = (method: string, path: string, body?: unknown, with_ = key) =>
  system.api(method, path, { key: with_, body });
const idsOf = (response: { body: { nodes: { id: string }[] } }) => response.body.nodes.map(({ id }) => id).toSorted();

describe('200', () => {
  test('the lineage of the project, and around one model', async () => {
    const all = await call('GET', '/api/v1/models/lineage');
    expect(idsOf(all)).toEqual([
      ...['dataset:tickets@3', 'model:acme/base', 'model:acme/code', 'model:acme/mix', 'model:acme/tuned'],
      ...['prompt:greet@1', 'serving:greet@staging'],
    ]);
    expect(all.body.edges).toContainEqual({ from: 'model:acme/code', to: 'model:acme/mix', relation: 'merge' });
    const [row] = await system.services.db.select().from(model).where(eq(model.modelId, 'code'));
    expect(row && (await readDerived(system.ctx(), row)), 'a merge is made of each of its bases').toEqual([
      { provider: 'acme', modelId: 'mix' },
    ]);
    const around = await call('GET', '/api/v1/models/acme/code/lineage');
    expect(idsOf(around)).toEqual([
      ...['model:acme/base', 'model:acme/code', 'model:acme/mix', 'prompt:greet@1', 'serving:greet@staging'],
    ]);
    expect(idsOf(await call('GET', '/api/v1/models/acme/apart/lineage'))).toEqual(['model:acme/apart']);
  });

  test('the walk from a tainted dataset names what it touched, with the way down to what serves', async () => {
    const { body } = await call('GET', '/api/v1/models/lineage/walk?from=dataset:tickets@3');
    expect(body.serving).toEqual([
      {
        id: 'serving:greet@staging',
        kind: 'serving_prompt',
        from: 'prompt:greet@1',
        path: ['dataset:tickets@3', 'model:acme/tuned', 'model:acme/mix', 'prompt:greet@1', 'serving:greet@staging'],
      },
    ]);
    expect(body.touched).toHaveLength(4);
  });

  test('an entry with several bases is read as a list, and a patch with one base ends the merge', async () => {
    const mix = (await call('GET', '/api/v1/models/acme/mix')).body;
    expect([mix.base_model, mix.base_model_relation]).toEqual([['acme/tuned', 'acme/code'], null]);
    await call('POST', '/api/v1/models', {
      provider: 'acme',
      model_id: 'again',
      base_model: ['acme/tuned', 'acme/code'],
    });
    const patched = await call('PATCH', '/api/v1/models/acme/again', { base_model: 'acme/base' });
    expect([patched.body.base_model, patched.body.lineage.length]).toEqual(['acme/base', 1]);
    const cleared = await call('PATCH', '/api/v1/models/acme/again', { base_model: null });
    expect([cleared.body.base_model, cleared.body.lineage]).toEqual([null, []]);
  });

  test('an export as OpenLineage run events makes the same lineage in another project, and is imported again unchanged', async () => {
    const exported = (await call('GET', '/api/v1/models/lineage/export')).body;
    const tuned = exported.events.find((event: { job: { name: string } }) => event.job.name === 'make acme/tuned');
    expect(tuned.run.facets.test).toMatchObject({ tests: TESTS });
    expect(tuned).toMatchObject({
      eventType: 'COMPLETE',
      inputs: [
        { namespace: 'acme', name: 'base', facets: { datasetType: { datasetType: 'MODEL' } } },
        { namespace: 'switchyard', name: 'tickets', facets: { version: { datasetVersion: '3' } } },
      ],
      outputs: [{ name: 'tuned', facets: { lineage: { inputs: [{ name: 'base' }, { name: 'tickets' }] } } }],
    });
    const served = () =>
      exported.events.find((event: { job: { name: string } }) => event.job.name.startsWith('serve '));
    expect(served().run.facets).toEqual({});
    const imported = await call('POST', '/api/v1/models/lineage/import', exported, other);
    expect(imported.body).toEqual({ created: 4, updated: 0, unchanged: 0, passed_over: 1 });
    const graph = async (by: string) => {
      const { nodes, edges } = (await call('GET', '/api/v1/models/acme/mix/lineage', undefined, by)).body;
      const own = (id: string) => !/^(prompt|serving):/.test(id);
      return {
        nodes: nodes.filter(({ id }: { id: string }) => own(id)),
        edges: edges.filter(({ to }: { to: string }) => own(to)),
      };
    };
    expect(await graph(other)).toEqual(await graph(key));
    expect((await call('POST', '/api/v1/models/lineage/import', exported)).body).toEqual({
      ...{ created: 0, updated: 0, unchanged: 4, passed_over: 1 },
    });
  });

  test('events of others are read without a lineage facet, and those of runs that failed are passed over', async () => {
    const event = (eventType: string, name: string) => ({
      ...{
        eventType,
        eventTime: '2026-11-01T00:00:00Z',
        run: {
          runId: 'r',
          facets: { test: { tests: [{ name: 'rows', status: 'pass', type: 'row_count', actual: '9' }] } },
        },
        job: { namespace: 'airflow', name: 'train' },
      },
      inputs: [
        { namespace: 's3://bucket', name: 'orders', facets: { version: { datasetVersion: 'v7' } } },
        { namespace: 'acme', name: 'base', facets: { datasetType: { datasetType: 'MODEL' } } },
      ],
      outputs: [{ namespace: 'acme', name, facets: { datasetType: { datasetType: 'MODEL' } } }],
    });
    const body = [event('COMPLETE', 'by-airflow'), event('FAIL', 'failed')];
    expect((await call('POST', '/api/v1/models/lineage/import', { events: body })).body).toEqual({
      ...{ created: 1, updated: 0, unchanged: 0, passed_over: 1 },
    });
    expect((await call('GET', '/api/v1/models/acme/by-airflow')).body).toMatchObject({
      base_model: 'acme/base',
      training: { dataset: 'orders', dataset_version: 'v7', tests: [{ name: 'rows', status: 'pass', actual: '9' }] },
    });
  });
});

describe('404 and 422', () => {
  test('a model, and a node of the walk, of another project', async () => {
    expect((await call('GET', '/api/v1/models/acme/apart/lineage', undefined, other)).status).toBe(404);
    expect((await call('GET', '/api/v1/models/lineage/walk?from=serving:greet@staging', undefined, other)).status).toBe(
      404,
    );
  });

  test('an import whose base does not exist is refused by name, and nothing of it is kept', async () => {
    const dataset = (name: string) => ({ namespace: 'acme', name, facets: { datasetType: { datasetType: 'MODEL' } } });
    const event = (made: string, base: string) => ({
      ...{ eventTime: '2026-11-01T00:00:00Z', run: { runId: 'r' }, job: { namespace: 'x', name: 'y' } },
      inputs: [dataset(base)],
      outputs: [dataset(made)],
    });
    const response = await call('POST', '/api/v1/models/lineage/import', {
      events: [event('good', 'base'), event('bad', 'nowhere')],
    });
    expect(response.status).toBe(422);
    expect(response.body.errors).toMatchObject([{ path: '/base_model', code: 'unknown_base' }]);
    expect(response.body.errors[0].message).toContain('acme/bad: /base_model: there is no model acme/nowhere.');
    expect((await call('GET', '/api/v1/models/acme/good')).status).toBe(404);
    const cycle = [event('one', 'two'), event('two', 'one')];
    const refused = await call('POST', '/api/v1/models/lineage/import', { events: cycle });
    expect(refused.body.errors[0].message).toContain('acme/two → acme/one → acme/two');
  });
});
