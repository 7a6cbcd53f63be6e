import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReleaseBuilder, releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { DEFAULT_GATE_RULES } from './domain/policy.ts';

let system: System;
let key: string;
let release: ReleaseBuilder;

beforeAll(async () => {
  system = await startSystem();
  key = await system.key(['admin', 'registry', 'evals', 'read', 'promote'], {
    owner: await system.person({ role: 'admin' }),
  });
  release = releaseBuilder(system, key);
  await release.prompt('search/answer');
});

afterAll(() => system.dispose());

const PATH = '/api/v1/prompts/search%2Fanswer/gate';
const get = () => system.api('GET', PATH, { key });
const put = (body: object, headers: Record<string, string> = {}, by = key) =>
  system.api('PUT', PATH, { key: by, body, headers });

describe('the gate policy of a prompt', () => {
  test('200 with the published defaults at revision 0', async () => {
    const response = await get();
    expect(response.headers.get('etag')).toBe('"0"');
    expect(response.body).toEqual({
      policy: 'evidence',
      margin: 0.02,
      margin_kind: 'relative',
      floors: {},
      limits: {},
      datasets: [],
      scorers: [],
      required_approvals: null,
      revision: 0,
    });
  });

  test('200 changes the fields that are sent and keeps the others; the response can be sent back', async () => {
    const first = await put({ policy: 'strict', floors: { maths: 0.9, overall: 0.8 }, revision: 0 });
    expect(first.body).toMatchObject({
      policy: 'strict',
      margin: DEFAULT_GATE_RULES.margin,
      floors: { maths: 0.9, overall: 0.8 },
      revision: 1,
    });
    const limits = { cost_usd_per_item_max: 0.5 };
    const second = await put({ limits, required_approvals: 2 }, { 'if-match': '"1"' });
    expect(second.body).toMatchObject({ policy: 'strict', limits, required_approvals: 2, revision: 2 });
    expect((await put(second.body)).body).toEqual({ ...second.body, revision: 3 });
    expect((await get()).body.revision).toBe(3);
  });

  test('403 for a person who is no admin', async () => {
    const owner = await system.person({ role: 'release_manager' });
    const response = await put({ margin: 0.5, revision: 3 }, {}, await system.key(['admin'], { owner }));
    expect(response.status).toBe(403);
  });

  test('404 for the prompt of another project', async () => {
    const other = await system.key(['read'], { project: 'other' });
    expect((await system.api('GET', PATH, { key: other })).status).toBe(404);
  });

  test('409 revision_conflict contains the current policy', async () => {
    const response = await put({ margin: 0.5 }, { 'if-match': '"1"' });
    expect(response.body).toMatchObject({
      status: 409,
      code: 'revision_conflict',
      current: { revision: 3, margin: DEFAULT_GATE_RULES.margin },
    });
  });

  test('409 for all but one of 8 concurrent changes', async () => {
    const { revision } = (await get()).body;
    const responses = await Promise.all(Array.from({ length: 8 }, (_, i) => put({ margin: i / 100, revision })));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
  });

  test.for([
    ['a policy that is none', { policy: 'lenient' }, '/policy'],
    ['a margin below 0', { margin: -0.1 }, '/margin'],
    ['a floor over 1', { floors: { maths: 1.5 } }, '/floors/maths'],
    ['a limit of 0', { limits: { latency_ms_p95_max: 0 } }, '/limits/latency_ms_p95_max'],
    ['a dataset that does not exist', { datasets: ['nothing'] }, '/datasets/0'],
    ['a scorer that is none', { scorers: [{ type: 'vibes' }] }, '/scorers/0/type'],
    ['a scorer that cannot work', { scorers: [{ type: 'regex', value: '(' }] }, '/scorers/0/value'],
    ['a field that is none', { colour: 'red' }, '/colour'],
  ] as const)('422 names the field for %s', async ([, body, path]) => {
    const response = await put({ ...body, revision: (await get()).body.revision });
    expect([response.status, response.body.errors[0].path]).toEqual([422, path]);
  });

  test('428 without a revision', async () => {
    expect((await put({ margin: 0.03 })).status).toBe(428);
  });
});

describe('GET /api/v1/eval-runs/{id}/compare/{baseline_id}', () => {
  test('200 is paired by category, with the verdict that the gate would give', async () => {
    const [baseline, candidate] = await release.runs('search/answer', 'compared', recorded([60, 0, 40, 0]));
    const response = await system.api('GET', `/api/v1/eval-runs/${candidate}/compare/${baseline}`, { key });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      overall: { n: 100, baseline: 1, candidate: 0.6, delta: -0.4 },
      categories: [{ name: 'maths', n: 100, delta: -0.4, verdict: 'fail' }],
    });
    expect(response.body.categories[0].ci95[1]).toBeLessThan(0);
    expect(response.body.items[0]).toMatchObject({ category: 'maths', delta: -1 });
  });

  test('404 for a run that does not exist', async () => {
    const nothing = '0b5a4a4e-95f5-4d8e-8f4b-0e6a2a4d6d60';
    expect((await system.api('GET', `/api/v1/eval-runs/${nothing}/compare/${nothing}`, { key })).status).toBe(404);
  });

  test('409 not_comparable where the dataset got a new version between the runs', async () => {
    const { baseline } = recorded([10, 0, 0, 0]);
    await release.dataset('moving', baseline);
    const before = await release.run('search/answer', 1, 'moving', baseline);
    await release.addItems('moving', recorded([1, 0, 0, 0], 'more').baseline);
    const after = await release.run('search/answer', 2, 'moving', baseline);
    const response = await system.api('GET', `/api/v1/eval-runs/${after}/compare/${before}`, { key });
    expect([response.status, response.body.code]).toEqual([409, 'not_comparable']);
  });
});
