import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUpTasksOnce } from '#test/harness/cost.ts';
import { rollUpMarkedTasks } from './start-task-rollups.ts';

const { system, key, at, event, send } = await telemetrySetup();
afterAll(() => system.dispose());

const HOUR = 3_600_000;
const post = (path: string, body: unknown) => system.api('POST', `/api/v1/${path}`, { key, body });

type Row = {
  hour: Date;
  tasks: number;
  attempts: number;
  unknown: number;
  ended: number;
  cost: number;
  retried: number;
};

/** The rows of the tasks of one service, after everything that is marked was computed. */
async function tasksOf(service: string): Promise<Row[]> {
  await rollUpTasksOnce(system);
  return system.services.sql<Row[]>`
    select hour, tasks, attempts, unknown_attempts as unknown, ended, cost, (retried_pico / 1e12)::float8 as retried
    from task_rollup r join telemetry_name n on n.slot = r.slot and n.kind = 4 and n.id = r.service
    where n.text = ${service} and tier = 2 and set_id = 0 order by hour, ended`;
}

test('retries are one task: attempts, cost and what was retried; an outcome that comes later changes its hour', async () => {
  const a = { service: 'retry', operation_id: 'A', outcome_id: 'a' };
  await send([
    event('a1', { ...a, attempt: 1, cost_usd: 0.01, status: 'error', at: at(3_000) }),
    event('a2', { ...a, attempt: 2, cost_usd: 0.01, status: 'error', at: at(2_000) }),
    event('a3', { ...a, attempt: 3, cost_usd: 0.02, at: at(1_000) }),
    event('b1', { service: 'retry', operation_id: 'B', cost_usd: 0.02 }),
  ]);
  const [both] = await tasksOf('retry');
  expect(both).toMatchObject({ tasks: 2, attempts: 4, ended: 0, retried: 0.02 });
  expect(both?.cost).toBeCloseTo(0.06, 12);
  await post('outcomes', { outcomes: [{ id: 'o-a', outcome_id: 'a', success: true, at: at() }] });
  expect(await tasksOf('retry')).toMatchObject([
    { ended: 0, attempts: 1 },
    { ended: 2, attempts: 3 },
  ]);
});

test('a late first attempt moves its task into an earlier hour', async () => {
  const late = { service: 'late', operation_id: 'L', cost_usd: 1 };
  await send([event('l2', { ...late })]);
  const [first] = await tasksOf('late');
  await send([event('l1', { ...late, at: at(5 * HOUR) })]);
  const moved = await tasksOf('late');
  expect(moved).toMatchObject([{ tasks: 1, attempts: 2, cost: 2 }]);
  expect(moved[0]?.hour.getTime()).toBe((first?.hour.getTime() ?? 0) - 5 * HOUR);
});

test('an operation that lasts for days is a task a day, and no attempt is lost or counted twice', async () => {
  const long = { service: 'long', operation_id: 'long', cost_usd: 1 };
  await send([0, 20, 40, 70].map((hours) => event(`long-${hours}`, { ...long, at: at(hours * HOUR) })));
  const rows = await tasksOf('long');
  expect(rows.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(4);
});

test('costs find the task of their operation, before and after its events, and only once', async () => {
  await post('costs', {
    costs: [
      { id: 'early', at: at(HOUR), operation_id: 'T', kind: 'tool', amount_usd: 1 },
      { id: 'no task', at: at(), kind: 'infrastructure', amount_usd: 100 },
    ],
  });
  await tasksOf('tools');
  await send([event('t1', { service: 'tools', operation_id: 'T', cost_usd: 0.5, at: at(HOUR - 1) })]);
  expect(await tasksOf('tools')).toMatchObject([{ tasks: 1, cost: 1.5 }]);
  await post('costs', {
    costs: [{ id: 'late', at: at(), operation_id: 'T', kind: 'human', amount_usd: 10 }],
  });
  expect(await tasksOf('tools')).toMatchObject([{ tasks: 1, cost: 11.5 }]);
});

test('unknown cost is counted and adds nothing; shadow traffic is no attempt; an outcome is counted once', async () => {
  const shared = { service: 'odd', outcome_id: 'shared', cost_usd: 1 };
  await post('outcomes', { outcomes: [{ id: 'o-shared', outcome_id: 'shared', success: true, at: at() }] });
  await send([
    event('s1', { ...shared, operation_id: 'S1', at: at(2_000) }),
    event('s2', { ...shared, operation_id: 'S2', at: at(1_000) }),
    event('s3', { service: 'odd', operation_id: 'S2', arm: 'shadow', cost_usd: 50 }),
    event('s4', { service: 'odd', model: 'nobody/unpriced' }),
  ]);
  expect(await tasksOf('odd')).toMatchObject([
    { ended: 0, tasks: 1, cost: 1, unknown: 0 },
    { ended: 0, tasks: 1, cost: 0, unknown: 1 },
    { ended: 2, tasks: 1, cost: 1 },
  ]);
});

test('success by what people said and by quality stand beside the outcome', async () => {
  await send([event('f1', { service: 'judged', quality: 0.9 })]);
  await post('feedback', { event_id: 'f1', name: 'helpful', score: 0, source: 'user' });
  expect(await tasksOf('judged')).toMatchObject([{ ended: 0 + 3 * 1 + 9 * 2 }]);
});

const migration = (name: string) =>
  readFileSync(new URL(`../../../db/migrations/${name}.sql`, import.meta.url), 'utf8');

/** Puts the sums of tasks into the tables of the version before tiers, and then runs the upgrade over them. */
async function upgradeFromBeforeTiers(): Promise<void> {
  const owner = system.owner();
  const [{ app } = { app: '' }] = await system.services.sql<{ app: string }[]>`select current_user as app`;
  const [create] = /create table task_rollup \([^;]*;/.exec(migration('0016_cost_outcomes')) ?? [''];
  await owner.unsafe('create table kept as select *, null::int4[] as unit_tasks from task_rollup');
  await owner.unsafe('drop table task_rollup, task_tag, cost_setting');
  await owner.unsafe(create);
  const columns = await owner<{ name: string }[]>`
    select column_name as name from information_schema.columns where table_name = 'task_rollup'`;
  const names = columns.map(({ name }) => name);
  await owner.unsafe(`
    insert into task_rollup (${names.join(', ')})
    select ${names.map((name) => (name === 'unit_tasks' ? "'{}'" : name)).join(', ')} from kept where tier = 2 and set_id = 0`);
  await owner.unsafe(`${migration('0020_task_tiers')}; drop table kept;
    grant select, insert, update, delete on task_rollup, task_tag, cost_setting to "${app}"`);
}

test('after an upgrade the hours of the older version are marked, and no figure is whole until the worker is through', async () => {
  const HOURS = 30;
  const prompt = 'upgraded';
  await send(
    Array.from({ length: HOURS }, (_, i) =>
      event(`u${i}`, { prompt, outcome_id: `u${i}`, tags: ['paid'], cost_usd: 1 + (i % 3), at: at((26 + i) * HOUR) }),
    ),
  );
  const outcomes = Array.from({ length: HOURS }, (_, i) => ({
    id: `o-u${i}`,
    outcome_id: `u${i}`,
    success: i % 4 > 0,
  }));
  await post('outcomes', { outcomes: outcomes.map((one) => ({ ...one, at: at() })) });
  await rollUpTasksOnce(system);
  const read = async (by = 'version') =>
    (await system.api('GET', `/api/v1/cost/outcomes?prompt=${prompt}&group_by=${by}`, { key })).body;
  const before = await read();
  expect(before).toMatchObject({ settling_hours: 0, groups: [{ tasks: HOURS }] });

  await upgradeFromBeforeTiers();
  const upgraded = await read();
  expect(upgraded.settling_hours).toBeGreaterThanOrEqual(HOURS);
  expect((await read('tag')).groups, 'tags of the older version are not known yet').toEqual([]);
  const turn = () => rollUpMarkedTasks(system.services, { isDue: () => true, done: () => undefined });
  let left: number = upgraded.settling_hours;
  while (await turn()) {
    const { settling_hours } = await read();
    expect(settling_hours).toBeLessThan(left);
    left = settling_hours;
  }
  expect(left).toBe(0);
  expect((await read()).groups).toEqual(before.groups);
  expect(await read('tag')).toMatchObject({ settling_hours: 0, groups: [{ group: { tag: 'paid' }, tasks: HOURS }] });
});
