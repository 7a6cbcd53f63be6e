import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pagesOf } from '#test/builders/pages.ts';
import { type Person, type System, startSystem } from '#test/harness/system.ts';

let system: System;
let editor: Person;
const project = 'default';

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  editor = await system.person({ role: 'editor', name: 'Ed' });
});
afterAll(() => system.dispose());

const as = (person: Person) => pagesOf(system, person);

describe('the prompt pages', () => {
  test('make a prompt, its versions and a deployment, and show them on table, head, timeline, diff and history', async () => {
    const { prompts } = as(editor);
    await prompts.create({ project, name: 'team/search/answer', type: 'text', tags: ['t'] });
    await prompts.create({ project, name: 'team/summary', type: 'text' });
    await prompts.create({ project, name: 'top', type: 'chat' });
    const name = 'team/search/answer';
    await prompts.createVersion({
      project,
      name,
      template: 'Hi {{who}}',
      config: { model: 'openai/a' },
      message: 'first',
    });
    const second = await prompts.createVersion({
      project,
      name,
      template: 'Hello {{who}}',
      responseFormat: { type: 'text' },
    });
    expect(second).toMatchObject({ version: 2, variables: ['who'], isNew: true });
    await prompts.deploy({ project, name, environment: 'staging', version: 1 });

    const top = await prompts.list({ project, folder: '', limit: 2 });
    expect(top.folders).toEqual([{ path: 'team', name: 'team', prompts: 2 }]);
    expect(
      top.data.map((row) => row.name),
      'those in the folder would not fit',
    ).toEqual(['top']);
    expect(top).toMatchObject({
      open: false,
      total: 1,
      tags: [{ tag: 't', prompts: 1 }],
      environments: [{ name: 'experiment' }, { name: 'staging' }, { name: 'production', protected: true }],
    });
    const open = await prompts.list({ project, folder: '' });
    expect([open.open, open.data.map((row) => row.name)]).toEqual([true, [name, 'team/summary', 'top']]);
    const team = await prompts.list({ project, folder: 'team', limit: 1 });
    expect([team.folders, team.data.map((row) => row.name)]).toEqual([
      [{ path: 'team/search', name: 'search', prompts: 1 }],
      ['team/summary'],
    ]);
    const flat = await prompts.list({ project, folder: '', search: 'ANSWER' });
    expect([flat.folders, flat.data.map((row) => row.name), flat.total]).toEqual([[], [name], 1]);
    expect(flat.data[0]?.environments.staging).toMatchObject({ version: 1, provider: 'openai', model: 'a' });

    const head = await prompts.head({ project, name });
    expect(head.lanes.map((lane) => [lane.environment, lane.serving?.version ?? null, lane.behind])).toEqual([
      ['experiment', null, null],
      ['staging', 1, 1],
      ['production', null, null],
    ]);
    const timeline = await prompts.versions({ project, name });
    expect(timeline.data.map((row) => [row.number, row.model, row.servesIn, row.message])).toEqual([
      [2, null, [], ''],
      [1, 'openai/a', ['staging'], 'first'],
    ]);
    const diff = await prompts.diff({ project, name, from: 1, to: 2 });
    expect(diff).toMatchObject({ identical: false, added: 1, removed: 1, from: { number: 1 }, to: { number: 2 } });
    const history = await prompts.history({ project, name });
    expect(history.data).toMatchObject([{ environment: 'staging', version: 1, serves: true, actor: { name: 'Ed' } }]);
    expect(await prompts.search({ project, text: 'summ' })).toEqual([
      { name: 'team/summary', type: 'text', latestVersion: null },
    ]);
    expect(await prompts.render({ project, name, number: 2, variables: { who: 'Ada' } })).toEqual({
      text: 'Hello Ada',
    });
  });

  test('say why production accepts no direct deployment', async () => {
    await expect(
      as(editor).prompts.deploy({ project, name: 'team/search/answer', environment: 'production', version: 1 }),
    ).rejects.toMatchObject({
      cause: { code: 'promotion_required' },
    });
  });

  test('refuse a viewer who writes, and are not found for a person who is no member', async () => {
    const viewer = await system.person({ role: 'viewer' });
    await expect(as(viewer).prompts.create({ project, name: 'no', type: 'text' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(as(viewer).prompts.list({ project: 'other' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the model pages', () => {
  test('list models that serve first and show the models derived from one', async () => {
    const { models } = as(editor);
    await models.create({ project, provider: 'aaa', model_id: 'idle' });
    await models.create({
      project,
      provider: 'openai',
      model_id: 'a',
      prices: [{ effective_from: '2026-01-01', input_per_mtok: 1, output_per_mtok: 2 }],
    });
    await models.create({ project, provider: 'openai', model_id: 'tuned', base_model: 'openai/a' });
    await models.update({ project, provider: 'aaa', modelId: 'idle', change: { retirement_date: '2026-11-01' } });
    const table = await models.list({ project });
    expect(table.providers).toEqual(['aaa', 'openai']);
    expect(table.data.map((row) => row.modelId)).toEqual(['a', 'idle', 'tuned']);
    expect(table.data[0]).toMatchObject({
      price: { inputPerMtok: 1 },
      deployedTo: [{ prompt: 'team/search/answer', environment: 'staging' }],
    });
    expect(await models.detail({ project, provider: 'openai', modelId: 'a' })).toMatchObject({
      derived: [{ provider: 'openai', modelId: 'tuned' }],
      lineage: [],
    });
    await expect(models.detail({ project, provider: 'openai', modelId: 'zzz' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('the eval pages', () => {
  const name = 'team/search/answer';
  const outputs: Record<string, string[]> = { base: ['y', 'y', 'n', 'y', '!'], next: ['y', 'n', 'y', 'n', 'y'] };
  let runs: Record<string, string> = {};

  beforeAll(async () => {
    const { evals } = as(editor);
    await evals.createDataset({ project, name: 'set' });
    const rows = [0, 1, 2, 3, 4].map((i) => `i${i},question ${i},y,${i < 2 ? 'low' : 'high'}`);
    const made = await evals.importItems({
      project,
      name: 'set',
      format: 'csv',
      text: `id,q,expected,category\n${rows.join('\n')}`,
    });
    expect(made).toMatchObject({ version: 1, added: 5 });
    const key = await system.key();
    for (const [which, answers] of Object.entries(outputs)) {
      const body = {
        prompt: name,
        version: which === 'base' ? 1 : 2,
        model: 'openai/a',
        dataset: 'set',
        scorers: [{ type: 'equals' }],
        results: answers.map((output, i) =>
          output === '!' ? { item: `i${i}`, error: 'time-out' } : { item: `i${i}`, output },
        ),
      };
      const { body: started } = await system.api('POST', '/api/v1/eval-runs/import', { key, body });
      runs = { ...runs, [which]: started.id };
      system.clock.advance(1_000);
    }
    await system.drain();
  });

  test('show datasets, items, runs and results', async () => {
    const { evals } = as(editor);
    expect(await evals.datasets({ project })).toMatchObject([
      {
        name: 'set',
        version: 1,
        items: 5,
        categories: [
          { name: 'high', items: 3 },
          { name: 'low', items: 2 },
        ],
      },
    ]);
    expect((await evals.dataset({ project, name: 'set' })).versions).toHaveLength(1);
    expect((await evals.items({ project, name: 'set', category: 'low' })).data.map((item) => item.id)).toEqual([
      'i0',
      'i1',
    ]);
    const listed = await evals.runs({ project, prompt: name });
    expect(listed.data.map((run) => [run.id, run.status, run.overall?.score])).toEqual([
      [runs.next, 'completed', 0.6],
      [runs.base, 'completed', 0.75],
    ]);
    expect(await evals.run({ project, id: runs.base ?? '' })).toMatchObject({
      progress: { done: 5, total: 5, failed: 1 },
    });
    expect(
      (await evals.results({ project, id: runs.base ?? '', category: 'high' })).data.map((row) => row.item),
    ).toEqual(['i2', 'i3', 'i4']);
    expect(await evals.chips({ project, prompt: name })).toMatchObject([
      { version: 2, score: 0.6, n: 5 },
      { version: 1, score: 0.75, n: 4 },
    ]);
    expect(await evals.chips({ project, prompt: name, versions: [1] })).toHaveLength(1);
  });

  test('compare two runs item by item, sorted and narrowed', async () => {
    const { evals } = as(editor);
    const pair = { project, run: runs.next ?? '', baseline: runs.base ?? '' };
    const all = await evals.compareItems(pair);
    expect(all.data.map((row) => [row.item, row.delta])).toEqual([
      ['i1', -1],
      ['i3', -1],
      ['i0', 0],
      ['i2', 1],
      ['i4', null],
    ]);
    expect(all.counts).toEqual({ all: 5, regressions: 2, improvements: 1, same: 1, disagreements: 4 });
    expect(all.data[4]).toMatchObject({
      baseline: { error: 'time-out', score: null },
      candidate: { output: 'y', score: 1 },
    });
    const ids = async (more: object) => (await evals.compareItems({ ...pair, ...more })).data.map((row) => row.item);
    expect(await ids({ sort: 'best' })).toEqual(['i2', 'i0', 'i1', 'i3', 'i4']);
    expect(await ids({ filter: 'regressions' })).toEqual(['i1', 'i3']);
    expect(await ids({ filter: 'improvements', category: 'low' })).toEqual([]);
    expect(await ids({ filter: 'disagreements', sort: 'item' })).toEqual(['i1', 'i2', 'i3', 'i4']);
    expect(await ids({ text: 'QUESTION 3' })).toEqual(['i3']);
    const first = await evals.compareItems({ ...pair, limit: 2 });
    const second = await evals.compareItems({ ...pair, limit: 2, cursor: first.nextCursor });
    expect([...first.data, ...second.data].map((row) => row.item)).toEqual(['i1', 'i3', 'i0', 'i2']);
    expect(await evals.compareItem({ ...pair, item: 'i1' })).toMatchObject({
      delta: -1,
      candidate: { answers: [{ repeat: 0, output: 'n' }] },
    });
    await expect(evals.compareItem({ ...pair, item: 'zz' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
