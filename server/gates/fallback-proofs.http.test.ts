import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';
import { readFallbackProofs } from './read-fallback-proofs.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
});
afterAll(() => system.dispose());

const send = async (method: string, path: string, body: unknown) => {
  const answer = await system.api(method, path, { key, body });
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
};
const items = Array.from({ length: 400 }, (_, i) => `i${i}`);

/** Imports a run of version 1 in which every answer is `output`. */
async function run(model: string, output: string, version = 1): Promise<void> {
  await send('POST', '/api/v1/eval-runs/import', {
    ...{ prompt: 'answer', version, model, dataset: 'golden', scorers: [{ type: 'equals' }] },
    results: items.map((item) => ({ item, output })),
  });
  await system.drain();
}
const check = (model: string) =>
  send('POST', '/api/v1/gates/check', { prompt: 'answer', version: 1, model, environment: 'staging' });
const proof = async (modelId: string) =>
  (await readFallbackProofs(system.ctx())).find((each) => each.modelId === modelId);

test('a fallback is proven by its own gate of the same prompt, for 30 days and for the version that serves', async () => {
  await send('POST', '/api/v1/models', { provider: 'acme', model_id: 'next', retirement_date: '2028-01-01' });
  await send('POST', '/api/v1/models', { provider: 'acme', model_id: 'old', fallback: 'acme/next' });
  await send('POST', '/api/v1/models', { provider: 'acme', model_id: 'idle', fallback: 'next' });
  await send('POST', '/api/v1/prompts', { name: 'answer', type: 'text' });
  await send('POST', '/api/v1/prompts/answer/versions', { template: 'A {{q}}', config: { model: 'acme/old' } });
  await send('PUT', '/api/v1/prompts/answer/environments/staging', { version: 1 });
  await send('POST', '/api/v1/datasets', { name: 'golden' });
  await send(
    'POST',
    '/api/v1/datasets/golden/items',
    items.map((id) => ({ id, input: { q: id }, expected: 'yes' })),
  );
  const gate = await system.api('PUT', '/api/v1/prompts/answer/gate', {
    key,
    body: { datasets: ['golden'], scorers: [{ type: 'equals' }] },
    headers: { 'if-match': '"0"' },
  });
  expect(gate.status).toBe(200);

  expect(await proof('old')).toMatchObject({
    state: 'unproven',
    refusal: null,
    prompts: [{ prompt: 'answer', at: null }],
  });
  expect(await proof('idle')).toMatchObject({ state: 'unproven', prompts: [] });

  await run('acme/old', 'yes');
  await check('acme/old');
  expect(await proof('old'), 'a gate of the model itself proves nothing').toMatchObject({ state: 'unproven' });

  await run('acme/next', 'no');
  await check('acme/next');
  expect(await proof('old')).toMatchObject({ state: 'failed' });
  await send('PATCH', '/api/v1/models/acme/old', { base_model: 'acme/next' });
  const { events } = (await system.api('GET', '/api/v1/models/lineage/export', { key })).body;
  const serves = events.find(({ job }: { job: { name: string } }) => job.name === 'serve answer in staging');
  expect(serves.run.facets.test.tests, 'the verdict on what serves, not on its fallback').toEqual([
    { name: 'gate', status: 'pass', severity: 'error', actual: 'pass' },
  ]);

  system.clock.advance(60_000);
  await run('acme/next', 'yes');
  await check('acme/next');
  expect(await proof('old')).toMatchObject({ state: 'proven', prompts: [{ version: 1, ofVersion: 1 }] });

  await send('POST', '/api/v1/prompts/answer/versions', { template: 'B {{q}}', config: { model: 'acme/old' } });
  await send('PUT', '/api/v1/prompts/answer/environments/staging', { version: 2 });
  expect(await proof('old'), 'another version serves').toMatchObject({ state: 'stale' });
  await send('PUT', '/api/v1/prompts/answer/environments/staging', { version: 1 });
  system.clock.advance(31 * 86_400_000);
  expect(await proof('old'), '31 days later').toMatchObject({ state: 'stale' });

  await send('PATCH', '/api/v1/models/acme/old', { retirement_date: '2028-06-01' });
  expect((await proof('old'))?.refusal).toMatchObject({
    code: 'replacement_retires_first',
    message: expect.stringContaining('acme/next retires on 2028-01-01, before acme/old (2028-06-01)'),
  });
  const other = system.ctx({ project: 'other' });
  expect(await readFallbackProofs(other)).toEqual([]);
});
