import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ApiResponse, type System, startSystem } from '#test/harness/system.ts';
import { scoreInThread } from './runs/score-in-thread.ts';
import { STOPS_MAX } from './runs/scoring-limits.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem({ worker: true });
  for (const project of ['default', 'other']) {
    const key = await system.key(undefined, { project });
    await system.api('POST', '/api/v1/prompts', { key, body: { name: 'p', type: 'text' } });
    await system.api('POST', '/api/v1/prompts/p/versions', { key, body: { template: 'x' } });
  }
});
afterAll(() => system.dispose());

let names = 0;
type Item = { expected?: string; output: string };

/** Imports a new dataset, or the given one again, and a run on it. */
async function importRun(given: {
  items: Item[];
  scorers: unknown[];
  project?: string;
  dataset?: string;
}): Promise<ApiResponse> {
  const key = await system.key(undefined, { project: given.project });
  const dataset = given.dataset ?? `d${++names}`;
  const items = given.items.map(({ expected }, i) => ({ id: `i${i}`, input: {}, expected }));
  await system.api('POST', '/api/v1/datasets', { key, body: { name: dataset } });
  await system.api('POST', `/api/v1/datasets/${dataset}/items`, { key, body: items });
  const results = given.items.map(({ output }, i) => ({ item: `i${i}`, output }));
  const body = { prompt: 'p', version: 1, model: 'a/b', dataset, scorers: given.scorers, results };
  return system.api('POST', '/api/v1/eval-runs/import', { key, body });
}

async function read(path: string, project?: string): Promise<ApiResponse['body']> {
  const key = await system.key(undefined, { project });
  return (await system.api('GET', `/api/v1/eval-runs/${path}`, { key })).body;
}

const hasEnded = (id: string, status: string, project?: string) =>
  vi.waitFor(async () => expect((await read(id, project)).status).toBe(status), { timeout: 30_000, interval: 100 });

const nested = (text: string) => `${'['.repeat(50)}${text}${']'.repeat(50)}`;
/** Two schemas that both validate every level: the time doubles with each level. Both hold, so no error is kept in memory. */
const level = { type: 'array', items: { $ref: '#' } };
const DOUBLING = {
  type: 'json_schema',
  schema: { anyOf: [{ const: 1 }, { allOf: [level, { ...level }] }] },
};
const ENDLESS = nested('1');
/** Two alternatives that both fail: their errors are kept, so the memory doubles with each level too. */
const GROWING = { type: 'json_schema', schema: { anyOf: [level, { ...level }, { const: 1 }] } };
const HUGE = 'a{1000}'.repeat(280);

describe('an import is refused where it costs too much', () => {
  test.each<[string, { items: Item[]; scorers: unknown[] }, string]>([
    ['a pattern', { items: [{ output: 'x' }], scorers: [{ type: 'regex', value: HUGE }] }, '/scorers/0/value'],
    [
      'the pattern that an item expects',
      {
        items: [
          { expected: 'a', output: 'x' },
          { expected: HUGE, output: 'x' },
        ],
        scorers: [{ type: 'regex' }],
      },
      '/results/1/item',
    ],
    [
      'the patterns that its items expect together',
      {
        items: Array.from({ length: 700 }, (_, i) => ({ expected: `${'a{990}'.repeat(8)}${i}`, output: 'x' })),
        scorers: [{ type: 'equals' }, { type: 'regex' }],
      },
      '/scorers/1',
    ],
  ])('%s', async (_, given, path) => {
    const { status, body } = await importRun(given);
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]]);
    expect(body.errors[0]).toMatchObject({ code: 'too_costly', message: expect.stringMatching(/\d/) });
  });
});

test('an output that takes too long to score stays unresolved with the reason, and the others are scored', async () => {
  const items = [{ output: '[1]' }, { output: ENDLESS }, { output: '[[2]]' }];
  const { body } = await importRun({ items, scorers: [DOUBLING] });
  await hasEnded(body.id, 'completed');
  expect(await read(body.id)).toMatchObject({
    progress: { done: 3, total: 3, failed: 1 },
    overall: { n: 2, score: 0.5 },
  });
  const { data } = await read(`${body.id}/results`);
  expect(data.map(({ score, unscored }: ApiResponse['body']) => [score, unscored])).toEqual([
    [1, null],
    [null, 'Scoring it took longer than 2 s.'],
    [0, null],
  ]);
});

test('a run with many such outputs is failed with the reason, and the same import is then a new run', async () => {
  const given = { items: [{ output: ENDLESS }, { output: '1' }], scorers: [DOUBLING], dataset: 'again' };
  const { body } = await importRun(given);
  await system.services.db.execute(sql`update eval_run set stops = ${STOPS_MAX - 1} where id = ${body.id}`);
  await hasEnded(body.id, 'failed');
  expect((await read(body.id)).error).toBe(
    `Scoring was stopped at ${STOPS_MAX} outputs, at last at item i0: Scoring it took longer than 2 s.`,
  );
  const again = await importRun(given);
  expect(again.body).toMatchObject({ status: 'queued', added: 2 });
  expect(again.body.id).not.toBe(body.id);
});

test('tasks that wait while another is stopped run after it', async () => {
  const scorer = { extract_expected: false, ignore_case: false, weight: 1, negate: false };
  const endless = scoreInThread([{ ...scorer, ...DOUBLING }], [{ output: ENDLESS, expected: null }]);
  const waiting = [1, 2].map(() => scoreInThread([{ ...scorer, type: 'equals' }], [{ output: 'a', expected: 'a' }]));
  expect(await endless).toMatchObject({ what: 'stopped', index: 0 });
  for (const each of await Promise.all(waiting)) expect(each).toMatchObject({ what: 'scored', scores: [{ score: 1 }] });
});

test('an output whose scoring needs too much memory or time ends its thread and never the process', async () => {
  const growing = { ...GROWING, extract_expected: false, ignore_case: false, weight: 1, negate: false };
  for (let i = 0; i < 2; i++) {
    const scoring = await scoreInThread([growing], [{ output: nested('2'), expected: null }]);
    expect(scoring).toMatchObject({ what: 'stopped', index: 0, reason: expect.stringMatching(/256 MB|2 s/) });
  }
  const plain = { type: 'equals', extract_expected: false, ignore_case: false, weight: 1, negate: false };
  expect(await scoreInThread([plain], [{ output: 'a', expected: 'a' }])).toMatchObject({ what: 'scored' });
});

describe('a job that cannot be done', () => {
  test('is given up after three attempts: its run is failed with the reason, while another project’s is scored', async () => {
    const poison = await importRun({ items: [{ output: 'x' }], scorers: [{ type: 'equals', value: 'x' }] });
    await hasEnded(poison.body.id, 'completed');
    // Scorers that an older release may have stored and this one cannot read.
    const { db } = system.services;
    await db.execute(
      sql`update eval_run set scorers = '[{"type": "gone"}]', status = 'queued' where id = ${poison.body.id}`,
    );
    await db.execute(sql`update eval_result set scored = false where run_id = ${poison.body.id}`);
    await db.execute(
      sql`select graphile_worker.add_job('evals.score', ${JSON.stringify({
        projectId: system.project().id,
        runId: poison.body.id,
      })}::json, max_attempts => 3)`,
    );
    const other = await importRun({
      items: [{ output: 'x' }],
      scorers: [{ type: 'equals', value: 'x' }],
      project: 'other',
    });
    await hasEnded(other.body.id, 'completed', 'other');
    await vi.waitFor(
      async () => {
        await db.execute(sql`update graphile_worker._private_jobs set run_at = now() where attempts between 1 and 2`);
        expect((await read(poison.body.id)).status).toBe('failed');
      },
      { timeout: 30_000, interval: 200 },
    );
    expect((await read(poison.body.id)).error).toMatch(/^Scoring was given up: it failed 3 times; .* \(job \d+\)\.$/);
  });
});
