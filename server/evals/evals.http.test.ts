// Over 300 lines: the contract of datasets and eval runs in one place, ordered by status, on one system that is started
// once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  key = await system.key(undefined, { owner: await system.person({ role: 'editor', name: 'Ed' }) });
  await call('POST', '/api/v1/prompts', { name: 'asker', type: 'text' });
  await call('POST', '/api/v1/prompts/asker/versions', { template: '{{q}}', config: { model: 'openai/one' } });
  await call('POST', '/api/v1/prompts/asker/versions', { template: '{{q}}?' });
});
afterAll(() => system.dispose());

const call = (method: string, path: string, body?: unknown, with_ = key) =>
  system.api(method, path, { key: with_, body });
const text = (path: string, raw: string, type: string) =>
  system.api('POST', path, { key, raw, headers: { 'content-type': type } });
const items = (name: string) => `/api/v1/datasets/${encodeURIComponent(name)}/items`;
// biome-ignore lint/suspicious/noExplicitAny: bodies of responses are JSON, and the tests check their shape.
type Json = any;
const pathsOf = (response: { status: number; body: Json }): string[] => {
  expect(response.status).toBe(422);
  return response.body.errors.map((error: { path: string }) => error.path);
};

const YES_NO = {
  type: 'equals',
  ignore_case: true,
  extract: { pattern: '\\b(yes|no)\\b', group: 1, take: 'last', ignore_case: true },
};

async function golden(name: string, categories = ['a', 'b'], each = 3): Promise<void> {
  await call('POST', '/api/v1/datasets', { name });
  const list = categories.flatMap((category) =>
    Array.from({ length: each }, (_, i) => ({
      id: `${category}${i}`,
      input: { q: `question ${category}${i}` },
      expected: 'yes',
      category,
    })),
  );
  expect((await call('POST', items(name), list)).status).toBe(201);
}

const answersOf = (
  dataset: string,
  output: (item: string) => string,
  more: Record<string, unknown> = {},
  categories = ['a', 'b'],
  each = 3,
) => ({
  prompt: 'asker',
  version: 1,
  model: 'openai/one',
  dataset,
  scorers: [YES_NO],
  results: categories.flatMap((category) =>
    Array.from({ length: each }, (_, i) => ({ item: `${category}${i}`, output: output(`${category}${i}`) })),
  ),
  ...more,
});

async function scored(body: unknown): Promise<Json> {
  const started = await call('POST', '/api/v1/eval-runs/import', body);
  expect(started.status).toBe(202);
  await system.drain();
  return (await call('GET', `/api/v1/eval-runs/${started.body.id}`)).body;
}

describe('a dataset', () => {
  test('is created empty at version 0, and each change of its items creates the next version', async () => {
    const made = await call('POST', '/api/v1/datasets', { name: 'sets/one', description: 'First' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'sets/one', version: 0, items: 0, categories: [] });
    const path = items('sets/one');
    const first = await call('POST', path, [
      { id: 'x', input: { q: 1 } },
      {
        id: 2,
        input: { q: '2' },
        expected: true,
        category: 'hard',
        weight: 2,
        tags: ['t'],
        cluster: 'c',
        metadata: { a: [1] },
      },
    ]);
    expect([first.status, first.body]).toEqual([
      201,
      { version: 1, items: 2, added: 2, changed: 0, unchanged: 0, rejected: [], rejected_total: 0 },
    ]);
    const again = await call('POST', path, [{ id: 'x', input: { q: 1 }, category: 'default', expected: null }]);
    expect([again.status, again.body]).toMatchObject([200, { version: 1, items: 2, unchanged: 1 }]);
    const third = await call('POST', path, [
      { id: 'x', input: { q: 'changed' } },
      { id: 'y', input: {} },
    ]);
    expect([third.status, third.body]).toMatchObject([
      201,
      { version: 2, items: 3, added: 1, changed: 1, unchanged: 0 },
    ]);
    const at = async (version: string) =>
      (await call('GET', `${path}${version}`)).body.data.map((item: Json) => [item.id, item.input.q, item.category]);
    expect(await at('')).toEqual([
      ['x', 'changed', 'default'],
      ['2', '2', 'hard'],
      ['y', undefined, 'default'],
    ]);
    expect(await at('?version=1')).toEqual([
      ['x', 1, 'default'],
      ['2', '2', 'hard'],
    ]);
    expect(await at('?version=0')).toEqual([]);
    expect((await call('GET', `${path}?category=hard`)).body.data).toEqual([
      {
        id: '2',
        input: { q: '2' },
        expected: 'true',
        category: 'hard',
        weight: 2,
        tags: ['t'],
        cluster: 'c',
        metadata: { a: [1] },
      },
    ]);
    const detail = (await call('GET', '/api/v1/datasets/sets%2Fone')).body;
    expect(detail).toMatchObject({
      version: 2,
      items: 3,
      categories: [
        { name: 'default', items: 2 },
        { name: 'hard', items: 1 },
      ],
    });
    expect(detail.versions.map((row: Json) => [row.version, row.added, row.changed, row.by.name])).toEqual([
      [2, 1, 1, 'Ed'],
      [1, 2, 0, 'Ed'],
    ]);
    expect((await call('GET', '/api/v1/datasets?search=sets/')).body.data).toHaveLength(1);
  });

  test('that is read can be sent back without creating a version', async () => {
    await golden('round');
    const list = (await call('GET', items('round'))).body.data;
    expect((await call('POST', items('round'), { items: list })).body).toMatchObject({ version: 1, unchanged: 6 });
  });

  test('takes NDJSON, CSV with quoted line ends, and promptfoo’s CSV', async () => {
    await call('POST', '/api/v1/datasets', { name: 'formats' });
    const ndjson = await text(
      items('formats'),
      '{"id":"n1","input":{"q":"a"}}\n\n{"id":"n2","input":{"q":"b"}}\n',
      'application/x-ndjson',
    );
    expect(ndjson.body).toMatchObject({ version: 1, added: 2 });
    const csv = await text(
      items('formats'),
      '\uFEFFid,q,expected,category\r\nc1,"two\r\nlines, ""quoted""",yes,hard\r\n',
      'text/csv; charset=utf-8',
    );
    expect(csv.body).toMatchObject({ version: 2, added: 1 });
    const [row] = (await call('GET', `${items('formats')}?search=two`)).body.data;
    expect(row).toMatchObject({ id: 'c1', input: { q: 'two\r\nlines, "quoted"' }, expected: 'yes', category: 'hard' });
    const file = 'question,__expected,__metadata:category\nWhy?,equals: because,why\nWho?,llm-rubric: polite,who\n';
    const promptfoo = await text(items('formats'), file, 'text/csv');
    expect(promptfoo.body).toMatchObject({ version: 3, added: 2 });
    expect((await text(items('formats'), file, 'application/octet-stream')).body).toMatchObject({
      version: 3,
      unchanged: 2,
    });
    expect((await call('GET', `${items('formats')}?category=why`)).body.data[0]).toMatchObject({
      input: { question: 'Why?' },
      expected: 'because',
    });
  });

  test('takes a bad line only with ?partial=true, and names it either way', async () => {
    await call('POST', '/api/v1/datasets', { name: 'partial' });
    const lines = [
      { id: 'ok', input: {} },
      { id: 'bad', input: [] },
      { id: 'w', input: {}, weight: -1 },
      { input: 7 },
      { id: 'ok', input: { other: 1 } },
      { id: 'z', input: { a: 'x\u0000' } },
    ];
    const refused = await call('POST', items('partial'), lines);
    expect(pathsOf(refused)).toEqual(['/1/input', '/2/weight', '/3/id', '/3/input', '/4/id', '/5/input/a']);
    expect(refused.body.rejected[0]).toMatchObject({ line: 2, id: 'bad', path: '/input' });
    expect((await call('GET', '/api/v1/datasets/partial')).body.version).toBe(0);
    const kept = await call('POST', `${items('partial')}?partial=true`, lines);
    expect([kept.status, kept.body]).toMatchObject([201, { version: 1, items: 1, added: 1 }]);
    expect(kept.body.rejected.map((row: Json) => row.line)).toEqual([2, 3, 4, 4, 5, 6]);
  });

  test('is changed by concurrent imports one after the other, and no item is lost', async () => {
    await call('POST', '/api/v1/datasets', { name: 'rivals' });
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, i) => call('POST', items('rivals'), [{ id: `r${i}`, input: {} }])),
    );
    expect(responses.map((response) => response.body.version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await call('GET', '/api/v1/datasets/rivals')).body.items).toBe(8);
  });

  test('of thousands of items is read through its cursor, each item once', async () => {
    await call('POST', '/api/v1/datasets', { name: 'large' });
    await call(
      'POST',
      items('large'),
      Array.from({ length: 2_500 }, (_, i) => ({ id: `i${i}`, input: { i } })),
    );
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Json = (await call('GET', `${items('large')}?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`))
        .body;
      seen.push(...page.data.map((item: Json) => item.id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(Array.from({ length: 2_500 }, (_, i) => `i${i}`));
  });
});

describe('an eval run', () => {
  test('of imported answers is scored by category with intervals, cost and latency', async () => {
    await golden('g/scored');
    const body = answersOf('g/scored', (item) => (item === 'a0' ? 'Surely NO.' : 'no… Yes!'));
    body.results[0] = { ...body.results[0], latency_ms: 100, cost_usd: 0.5, tokens_in: 3, tokens_out: 4 } as never;
    body.results[1] = { ...body.results[1], latency_ms: 300, cost_usd: 0.25 } as never;
    const run = await scored(body);
    expect(run).toMatchObject({
      status: 'completed',
      prompt: 'asker',
      version: 1,
      model: 'openai/one',
      dataset: 'g/scored',
      dataset_version: 1,
      progress: { done: 6, total: 6, failed: 0 },
      cost_usd: 0.75,
      latency: { p50: 200, p95: 290, p99: 298 },
    });
    expect(run.overall).toMatchObject({ score: 5 / 6, n: 6 });
    expect(run.categories.map((row: Json) => [row.name, row.score, row.n])).toEqual([
      ['a', 2 / 3, 3],
      ['b', 1, 3],
    ]);
    expect(run.categories[1].ci95[1]).toBe(1);
    expect(run.categories[1].ci95[0]).toBeCloseTo(0.4385, 4);
    const results = (await call('GET', `/api/v1/eval-runs/${run.id}/results?limit=2`)).body;
    expect(results.data).toMatchObject([
      { item: 'a0', score: 0, scores: { equals: 0 }, latency_ms: 100, tokens_in: 3 },
      { item: 'a1', score: 1, cost_usd: 0.25, tokens_in: null },
    ]);
    const rest = (await call('GET', `/api/v1/eval-runs/${run.id}/results?cursor=${results.next_cursor}`)).body.data;
    expect(rest.map((row: Json) => row.item)).toEqual(['a2', 'b0', 'b1', 'b2']);
    expect((await call('GET', `/api/v1/eval-runs/${run.id}/results?search=SURELY`)).body.data).toHaveLength(1);
  });

  test('is queued until it is scored, and then unknown cost and latency are null, not 0', async () => {
    await golden('g/queued');
    const started = await call(
      'POST',
      '/api/v1/eval-runs/import',
      answersOf('g/queued', () => 'yes'),
    );
    expect(started.body).toMatchObject({ status: 'queued', added: 6, unchanged: 0 });
    expect((await call('GET', `/api/v1/eval-runs/${started.body.id}`)).body).toMatchObject({
      status: 'queued',
      progress: { done: 0, total: 6 },
      overall: null,
      categories: [],
    });
    await system.drain();
    expect((await call('GET', `/api/v1/eval-runs/${started.body.id}`)).body).toMatchObject({
      status: 'completed',
      overall: { score: 1 },
      cost_usd: null,
      latency: null,
    });
  });

  test('imported again is the same run, in any order of its results', async () => {
    await golden('g/replay');
    const body = answersOf('g/replay', () => 'yes');
    const run = await scored(body);
    const again = await call('POST', '/api/v1/eval-runs/import', {
      ...body,
      results: body.results.toReversed(),
      scorers: [{ ...YES_NO, weight: 1, negate: false }],
    });
    expect([again.status, again.body]).toEqual([202, { id: run.id, status: 'completed', added: 0, unchanged: 6 }]);
    expect((await call('GET', `/api/v1/eval-runs/${run.id}`)).body).toEqual(run);
    const concurrent = await Promise.all(
      Array.from({ length: 4 }, () =>
        call(
          'POST',
          '/api/v1/eval-runs/import',
          answersOf('g/replay', () => 'no'),
        ),
      ),
    );
    expect(new Set(concurrent.map((response) => response.body.id)).size).toBe(1);
    expect(concurrent[0]?.body.id).not.toBe(run.id);
    await system.drain();
    expect((await call('GET', '/api/v1/eval-runs?dataset=g/replay')).body.data).toHaveLength(2);
  });

  test('takes new samples under another repeat, and items that it lacked', async () => {
    await golden('g/repeat');
    const body = answersOf('g/repeat', () => 'yes');
    const run = await scored({ ...body, results: body.results.slice(0, 4) });
    expect(run.overall.n).toBe(4);
    const rest = await call('POST', '/api/v1/eval-runs/import', {
      ...body,
      results: [...body.results.slice(3), { item: 'a0', repeat: 1, output: 'no' }],
    });
    expect(rest.body).toMatchObject({ id: run.id, added: 3, unchanged: 1 });
    await system.drain();
    const after = (await call('GET', `/api/v1/eval-runs/${run.id}`)).body;
    expect(after).toMatchObject({
      status: 'completed',
      progress: { done: 7, total: 7 },
      overall: { n: 6, score: 5.5 / 6 },
    });
  });

  test('leaves an item unresolved where the provider failed, and scores an empty answer 0', async () => {
    await golden('g/errors');
    const body = answersOf('g/errors', () => 'yes');
    body.results[0] = { item: 'a0', error: '503 from the provider' } as never;
    body.results[1] = { item: 'a1', output: '' };
    const run = await scored(body);
    expect(run).toMatchObject({ progress: { done: 6, total: 6, failed: 1 }, overall: { n: 5, score: 0.8 } });
    expect((await call('GET', `/api/v1/eval-runs/${run.id}/results?limit=2`)).body.data).toMatchObject([
      { error: '503 from the provider', score: null, scores: null },
      { score: 0 },
    ]);
  });

  test('is listed newest first and found by what it is about', async () => {
    await golden('g/list');
    const first = await scored(answersOf('g/list', () => 'yes'));
    system.clock.advance(1_000);
    const second = await scored(answersOf('g/list', () => 'yes', { version: 2, model: 'mistral/two' }));
    const ids = async (query: string) =>
      (await call('GET', `/api/v1/eval-runs?dataset=g/list${query}`)).body.data.map((row: Json) => row.id);
    expect(await ids('')).toEqual([second.id, first.id]);
    expect(await ids('&version=1')).toEqual([first.id]);
    expect(await ids('&model=two')).toEqual([second.id]);
    expect(await ids('&model=mistral/two&prompt=asker&status=completed')).toEqual([second.id]);
    expect(await ids('&model=openai/two')).toEqual([]);
    const page = (await call('GET', '/api/v1/eval-runs?dataset=g/list&limit=1')).body;
    expect(
      (await call('GET', `/api/v1/eval-runs?dataset=g/list&limit=1&cursor=${page.next_cursor}`)).body.data[0].id,
    ).toBe(first.id);
  });

  test('of promptfoo’s results file finds its items by their variables, counts repeats, and keeps provider failures apart', async () => {
    await golden('g/promptfoo', ['a'], 2);
    const row = (i: number, more: object) => ({
      promptIdx: 0,
      testIdx: i,
      vars: { q: `question a${i}` },
      provider: { id: 'openai:chat:gpt-4o', label: '' },
      success: true,
      ...more,
    });
    const file = {
      evalId: 'eval-1',
      results: {
        version: 3,
        results: [
          row(0, {
            response: { output: 'Yes', tokenUsage: { prompt: 5, completion: 2 } },
            latencyMs: 120,
            cost: 0.001,
          }),
          row(0, { response: { output: 'no' }, error: 'Expected output "no" to equal "yes"' }),
          row(1, { error: 'API error: 500' }),
        ],
        stats: {},
      },
      config: {},
    };
    const query = `prompt=asker&version=2&dataset=g/promptfoo&scorers=${encodeURIComponent(JSON.stringify([YES_NO]))}`;
    const started = await call('POST', `/api/v1/eval-runs/import?${query}`, file);
    expect(started.status).toBe(202);
    await system.drain();
    const run = (await call('GET', `/api/v1/eval-runs/${started.body.id}`)).body;
    expect(run).toMatchObject({
      model: 'openai/gpt-4o',
      progress: { total: 3, failed: 1 },
      overall: { score: 0.5, n: 1 },
      cost_usd: 0.001,
    });
    expect((await call('GET', `/api/v1/eval-runs/${run.id}/results`)).body.data).toMatchObject([
      { item: 'a0', repeat: 0, tokens_in: 5 },
      { item: 'a0', repeat: 1, score: 0 },
      { item: 'a1', error: 'API error: 500' },
    ]);
    const several = {
      results: {
        results: [...file.results.results, row(0, { provider: 'mistral:large', response: { output: 'yes' } })],
      },
    };
    const ambiguous = await call('POST', `/api/v1/eval-runs/import?${query}`, several);
    expect([ambiguous.body.code, ambiguous.body.detail]).toEqual([
      'several_providers',
      expect.stringContaining('mistral:large#0'),
    ]);
    expect((await call('POST', `/api/v1/eval-runs/import?${query}&provider=mistral:large`, several)).body.added).toBe(
      1,
    );
    const unknown = await call('POST', `/api/v1/eval-runs/import?${query}`, {
      results: { results: [row(9, { response: { output: 'x' } })] },
    });
    expect(pathsOf(unknown)).toEqual(['/results/results/0/vars']);
  });
});

describe('400, 401, 403, 404, 415', () => {
  test.each([
    ['application/json', '[{'],
    ['application/json', '[{"id":"x","input":{"__proto__":{"a":1}}}]'],
    ['application/x-ndjson', '{"id":"x","input":{}}\n{"id":'],
    ['text/csv', 'id,q\n"1,2'],
    ['text/csv', 'id,q\n1,2,3\n'],
    ['text/csv', 'id,q,q\n1,2,3\n'],
    ['text/csv', 'id;q\n1;2\n'],
    ['text/csv', 'id,input.__proto__\n1,2\n'],
  ])('items as %s that cannot be read: %s', async (type, raw) => {
    await call('POST', '/api/v1/datasets', { name: 'unreadable' });
    expect((await text(items('unreadable'), raw, type)).status).toBe(400);
    expect((await call('GET', '/api/v1/datasets/unreadable')).body.version).toBe(0);
  });

  test('items of another type', async () => {
    expect((await text(items('round'), '<a/>', 'application/xml')).status).toBe(415);
  });

  test('a reader may not import', async () => {
    const reader = await system.key(['read']);
    expect((await call('POST', '/api/v1/datasets', { name: 'no' }, reader)).status).toBe(403);
    expect((await call('POST', '/api/v1/eval-runs/import', {}, reader)).status).toBe(403);
    expect((await call('GET', '/api/v1/eval-runs', undefined, reader)).status).toBe(200);
    expect((await system.api('GET', '/api/v1/eval-runs')).status).toBe(401);
  });

  test('what belongs to another project gets the same response as what does not exist', async () => {
    await golden('secret');
    const run = await scored(answersOf('secret', () => 'yes'));
    const other = await system.key(undefined, {
      project: 'other',
      owner: await system.person({ role: 'admin', project: 'other' }),
    });
    const none = '00000000-0000-4000-8000-000000000000';
    for (const [method, known, unknown, body] of [
      ['GET', '/api/v1/datasets/secret', '/api/v1/datasets/nothing', undefined],
      ['GET', items('secret'), items('nothing'), undefined],
      ['POST', items('secret'), items('nothing'), [{ id: 'mine', input: {} }]],
      ['GET', `/api/v1/eval-runs/${run.id}`, `/api/v1/eval-runs/${none}`, undefined],
      ['GET', `/api/v1/eval-runs/${run.id}/results`, '/api/v1/eval-runs/nonsense/results', undefined],
    ] as const) {
      const [a, b] = [await call(method, known, body, other), await call(method, unknown, body, other)];
      expect([a.status, b.status]).toEqual([404, 404]);
      expect({ ...a.body, instance: '' }).toEqual({ ...b.body, instance: '' });
    }
    expect((await call('GET', '/api/v1/eval-runs', undefined, other)).body.data).toEqual([]);
    expect(
      pathsOf(
        await call(
          'POST',
          '/api/v1/eval-runs/import',
          answersOf('secret', () => 'yes'),
          other,
        ),
      ),
    ).toEqual(['/prompt']);
  });

  test('a version of a dataset that does not exist', async () => {
    expect((await call('GET', `${items('round')}?version=9`)).status).toBe(404);
  });
});

describe('409 and 422', () => {
  test('a name that is taken', async () => {
    await call('POST', '/api/v1/datasets', { name: 'taken' });
    const response = await call('POST', '/api/v1/datasets', { name: 'taken' });
    expect([response.status, response.body.code]).toEqual([409, 'name_taken']);
  });

  test.each([
    [{ name: 'a//b' }, '/name'],
    [{}, '/name'],
    [{ name: 'ok', items: [] }, '/items'],
  ])('a dataset %j names %s', async (body, path) => {
    expect(pathsOf(await call('POST', '/api/v1/datasets', body))).toEqual([path]);
  });

  test.each([['[]'], ['{"items":[]}']])('no items at all: %s', async (raw) => {
    expect((await text(items('round'), raw, 'application/json')).body.code).toBe('no_items');
  });

  test.each<[string, Json, string]>([
    ['an unknown prompt', { prompt: 'nobody' }, '/prompt'],
    ['an unknown version', { version: 9 }, '/version'],
    ['an unknown dataset', { dataset: 'nothing' }, '/dataset'],
    ['a dataset version that is not there yet', { dataset_version: 7 }, '/dataset_version'],
    ['a version without a model', { version: 2, model: undefined }, '/model'],
    [
      'an item that is not in the dataset',
      {
        results: [
          { item: 'a0', output: 'x' },
          { item: 'zz', output: 'x' },
        ],
      },
      '/results/1/item',
    ],
    [
      'two results of one item and repeat',
      {
        results: [
          { item: 'a0', output: 'x' },
          { item: 'a0', output: 'y' },
        ],
      },
      '/results/1/item',
    ],
    ['a result without output and error', { results: [{ item: 'a0' }] }, '/results/0/output'],
    ['a latency below 0', { results: [{ item: 'a0', output: 'x', latency_ms: -1 }] }, '/results/0/latency_ms'],
    ['no results', { results: [] }, '/results'],
    ['no scorers', { scorers: [] }, '/scorers'],
    ['a scorer that is not there', { scorers: [{ type: 'oracle' }] }, '/scorers/0/type'],
    ['a look-ahead', { scorers: [YES_NO, { type: 'regex', value: '(?=x)' }] }, '/scorers/1/value'],
    [
      'a schema that would be fetched',
      { scorers: [{ type: 'json_schema', schema: { $ref: 'http://169.254.169.254/' } }] },
      '/scorers/0/schema',
    ],
  ])('an import with %s names it and writes nothing', async (_, more, path) => {
    await call('POST', '/api/v1/datasets', { name: 'g/wrong' });
    await call('POST', items('g/wrong'), [{ id: 'a0', input: {} }]);
    expect(
      pathsOf(
        await call('POST', '/api/v1/eval-runs/import', { ...answersOf('g/wrong', () => 'x', {}, ['a'], 1), ...more }),
      ),
    ).toEqual([path]);
    expect((await call('GET', '/api/v1/eval-runs?dataset=g/wrong')).body.data).toEqual([]);
  });
});
