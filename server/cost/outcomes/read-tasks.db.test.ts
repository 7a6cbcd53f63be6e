import { afterAll, expect, test } from 'vitest';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUpTasksOnce } from '#test/harness/cost.ts';
import { readCostPage } from './read-cost-page.ts';
import { readTask } from './read-task.ts';
import { readTasks } from './read-tasks.ts';

const { system, key, at, event, send } = await telemetrySetup();
afterAll(() => system.dispose());

const HOUR = 3_600_000;
const OLD = 30 * HOUR;
const ctx = system.ctx();
const range = { from: new Date(at(20 * 24 * HOUR)), to: new Date(at()), successBy: 'outcome' } as const;

test('the tasks of a figure, page by page, are as many as it says; each opens with all that it cost', async () => {
  const prompt = { prompt: 'search', version: 1 };
  await send(
    Array.from({ length: 120 }, (_, i) => event(`one-${i}`, { ...prompt, cost_usd: 1, at: at(OLD + i * 60_000) })),
  );
  const op = { ...prompt, operation_id: 'op', outcome_id: 'op' };
  await send([
    event('op-1', { ...op, attempt: 1, cost_usd: 0.5, status: 'error', at: at(OLD + HOUR) }),
    event('op-2', { ...op, attempt: 2, model: 'other/fallback', cost_usd: 2, at: at(OLD + HOUR - 5000) }),
    event('other', { prompt: 'other', cost_usd: 1, at: at(OLD) }),
    event('unpriced', { prompt: 'unpriced', model: 'nobody/unpriced', at: at(OLD) }),
  ]);
  const body = { outcomes: [{ id: 'o', outcome_id: 'op', success: true, value: 3, at: at() }] };
  await system.api('POST', '/api/v1/outcomes', { key, body });
  const cost = { id: 'c', at: at(OLD), operation_id: 'op', kind: 'human', amount_usd: 10, name: 'review' };
  await system.api('POST', '/api/v1/costs', { key, body: { costs: [cost] } });
  await rollUpTasksOnce(system);

  const page = await readCostPage(ctx, { range: '30d', groupBy: 'variant', successBy: 'outcome' });
  const group = page.groups.find((each) => each.group.prompt === 'search');
  expect(group).toMatchObject({ tasks: 121, attempts: 122 });
  expect(page.total).toMatchObject({ tasks: 123 });
  expect(page.series.find((each) => each.key === group?.key)?.points.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(
    121,
  );

  const found: Awaited<ReturnType<typeof readTasks>>['data'] = [];
  let cursor: string | undefined;
  do {
    const read = await readTasks(ctx, { ...range, groupBy: 'variant', key: group?.key, cursor });
    found.push(...read.data);
    cursor = read.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(found).toHaveLength(121);
  expect(new Set(found.map(({ firstKey }) => firstKey)).size).toBe(121);
  expect(found.map(({ startedAt }) => startedAt)).toEqual(
    found.map(({ startedAt }) => startedAt).toSorted((a, b) => b - a),
  );

  const { data } = await readTasks(ctx, { ...range, ended: 'succeeded' });
  expect(data).toMatchObject([{ name: 'op', attempts: 2, costUsd: 12.5, ended: 'succeeded', model: 'openai/gpt-4' }]);
  const task = await readTask(ctx, { startedAt: data[0]?.startedAt ?? 0, key: data[0]?.firstKey ?? '' });
  expect(task).toMatchObject({ name: 'op', costUsd: 12.5, unknownAttempts: 0, outcome: { success: true, value: 3 } });
  expect(task.attempts.map(({ id, cost }) => [id, cost])).toEqual([
    ['op-1', 0.5],
    ['op-2', 2],
  ]);
  expect(task.costs).toMatchObject([{ id: 'c', kind: 'human', name: 'review', amountUsd: 10 }]);

  const [dark] = (await readTasks(ctx, { ...range, prompt: 'unpriced' })).data;
  expect(dark).toMatchObject({ costUsd: null, unknownAttempts: 1 });
  const unknown = await readTask(ctx, { startedAt: dark?.startedAt ?? 0, key: dark?.firstKey ?? '' });
  expect(unknown).toMatchObject({ costUsd: null, unknownAttempts: 1 });

  const single = found.find(({ name }) => name === null);
  const alone = await readTask(ctx, { startedAt: single?.startedAt ?? 0, key: single?.firstKey ?? '' });
  expect(alone).toMatchObject({ name: null, costUsd: 1, outcome: null, costs: [] });
  expect(alone.attempts).toHaveLength(1);
});

test('a task of another project is not found', async () => {
  const { data } = await readTasks(ctx, { ...range, ended: 'succeeded' });
  const wanted = { startedAt: data[0]?.startedAt ?? 0, key: data[0]?.firstKey ?? '' };
  await expect(readTask(system.ctx({ project: 'other' }), wanted)).rejects.toMatchObject({ status: 404 });
});
