import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { importItems } from '#server/evals/datasets/import-items.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { readRun } from './read-runs.ts';
import { scoreRun } from './score-run.ts';

let system: System;
const ITEMS = 450;

beforeAll(async () => {
  system = await startSystem();
  const key = await system.key();
  await system.api('POST', '/api/v1/prompts', { key, body: { name: 'p', type: 'text' } });
  await system.api('POST', '/api/v1/prompts/p/versions', { key, body: { template: 'x' } });
  await system.api('POST', '/api/v1/datasets', { key, body: { name: 'd' } });
  const lines = Array.from({ length: ITEMS }, (_, i) => ({
    line: i + 1,
    value: { id: `i${i}`, input: {}, expected: 'y' },
  }));
  await importItems(system.ctx(), 'd', { lines, partial: false });
});
afterAll(() => system.dispose());

async function queuedRun(model: string): Promise<string> {
  const results = Array.from({ length: ITEMS }, (_, i) =>
    i % 10 === 0 ? { item: `i${i}`, error: 'gone' } : { item: `i${i}`, output: i % 2 ? 'y' : 'n' },
  );
  const body = { prompt: 'p', version: 1, model, dataset: 'd', scorers: [{ type: 'equals' }], results };
  return (await system.api('POST', '/api/v1/eval-runs/import', { key: await system.key(), body })).body.id;
}

/** Long enough for a whole run, however busy the machine is. */
const WHOLE_MS = 60_000;
const DONE = {
  status: 'completed',
  done: ITEMS,
  total: ITEMS,
  failed: 45,
  summary: { overall: { n: 405, score: 225 / 405 } },
};

/** A database whose transactions fail once `transactions` of them were begun, as for a worker that was killed. */
function dyingAfter(transactions: number): Db {
  let left = transactions;
  return new Proxy(system.services.db, {
    get(db, name, receiver) {
      if (name === 'transaction' && left-- <= 0) throw new Error('killed');
      return Reflect.get(db, name, receiver);
    },
  });
}

test('two workers that score a run concurrently count each result once', async () => {
  const id = await queuedRun('a/rivals');
  const { id: projectId } = system.project();
  await Promise.all([1, 2, 3].map(() => scoreRun(system.services, { projectId, runId: id, sliceMs: WHOLE_MS })));
  expect(await readRun(system.ctx(), id)).toMatchObject(DONE);
});

test.each([0, 1, 2, 3])(
  'a run whose worker crashed after %i chunks gets the same scores from the next worker',
  async (chunks) => {
    const id = await queuedRun(`a/killed-${chunks}`);
    const { id: projectId } = system.project();
    await expect(
      scoreRun({ ...system.services, db: dyingAfter(chunks) }, { projectId, runId: id, sliceMs: WHOLE_MS }),
    ).rejects.toThrow('killed');
    expect(await readRun(system.ctx(), id)).toMatchObject({
      status: 'running',
      done: Math.min(chunks * 200, ITEMS),
      summary: null,
    });
    await scoreRun(system.services, { projectId, runId: id, sliceMs: WHOLE_MS });
    expect(await readRun(system.ctx(), id)).toMatchObject(DONE);
  },
);

test('a job for a run of another project, or for one that is done, changes nothing', async () => {
  const id = await queuedRun('a/other');
  await scoreRun(system.services, { projectId: system.project('other').id, runId: id, sliceMs: WHOLE_MS });
  expect(await readRun(system.ctx(), id)).toMatchObject({ status: 'queued', done: 0 });
  await scoreRun(system.services, { projectId: system.project().id, runId: id, sliceMs: WHOLE_MS });
  const done = await readRun(system.ctx(), id);
  await scoreRun(system.services, { projectId: system.project().id, runId: id, sliceMs: WHOLE_MS });
  expect(await readRun(system.ctx(), id)).toEqual(done);
});
