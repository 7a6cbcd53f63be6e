import { expect, test, vi } from 'vitest';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { spendingSetup } from '#test/builders/spending.ts';
import { checkAllBudgets, watchBudgets } from './watch-budgets.ts';

/** A budget of $100 for the project, the way to pass its thresholds, and what that left. */
async function budgetSetup(more: object = {}) {
  const setup = await spendingSetup();
  const { system, send } = setup;
  const made = await send('POST', '/api/v1/budgets', { scope: 'project', amount_usd: 100, ...more });
  await system.drain();
  const { sql } = system.services;
  return {
    ...setup,
    id: String(made.body.id),
    check: () => checkAllBudgets(system.services),
    /** The entries of the feed that a threshold made. */
    passed: async () => {
      const rows = await sql<{ title: string }[]>`
        select title from change where kind = 'budget' and title like '%\\%%' order by at, title`;
      return rows.map(({ title }) => /(\d+) % of \$\d+ spent in (\d{4}-\d\d)/.exec(title)?.slice(1).join(' in '));
    },
    /** The rows of the outbox that wait. */
    queued: async () => {
      const rows = await sql<{ payload: { percent: number } }[]>`
        select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'budget.threshold' order by j.id`;
      return rows.map(({ payload }) => payload.percent);
    },
  };
}

test('each threshold once, with an entry of the feed and a row of the outbox', async () => {
  await using setup = await budgetSetup();
  const { check, spend, passed, queued } = setup;
  for (const [usd, times] of [
    [49, 1],
    [1, 2],
    [31, 2],
    [19, 3],
  ] as const) {
    await spend(0, usd);
    for (let i = 0; i < times; i++) await check();
  }
  expect(await passed()).toEqual(['100 in 2026-03', '50 in 2026-03', '80 in 2026-03']);
  expect(await queued()).toEqual([50, 80, 100]);
  await setup.system.drain();
  expect(await queued(), 'the log took them').toEqual([]);
  const { body } = await setup.send('GET', `/api/v1/budgets/${setup.id}`);
  expect(body).toMatchObject({ spent_usd: 100, notified_threshold: 100 });
});

test('four workers at the same time notify once', async () => {
  await using setup = await budgetSetup();
  await setup.spend(0, 85);
  await Promise.all(Array.from({ length: 4 }, setup.check));
  expect([await setup.passed(), await setup.queued()]).toEqual([['80 in 2026-03'], [80]]);
});

test('after a pause over the end of a month both months are compared, once', async () => {
  await using setup = await budgetSetup();
  await setup.spend(0, 60);
  await setup.check();
  await setup.spend(0, 36); // the worker is away from here on
  setup.system.clock.advance(14 * DAY_MS);
  await setup.spend(0, 51);
  await setup.check();
  await setup.check();
  expect(await setup.passed()).toEqual(['50 in 2026-03', '50 in 2026-04', '95 in 2026-03']);
});

test('a budget set below what is spent is notified at once, and again when it is lowered past another threshold', async () => {
  await using setup = await spendingSetup();
  await setup.spend(0, 60);
  const { body } = await setup.send('POST', '/api/v1/budgets', {
    scope: 'project',
    amount_usd: 100,
    thresholds: [50, 75],
  });
  await setup.system.drain();
  await setup.send('PATCH', `/api/v1/budgets/${body.id}`, { amount_usd: 80 });
  await setup.system.drain();
  expect((await setup.send('GET', `/api/v1/budgets/${body.id}`)).body.notified_threshold).toBe(75);
});

test('unknown costs, no thresholds and a deleted budget send no notification', async () => {
  await using setup = await budgetSetup({ thresholds: [] });
  await setup.send('POST', '/api/v1/budgets', { scope: 'tag', subject: 'dark', amount_usd: 1 });
  await setup.spend(0, 500);
  await setup.spend(0, null, { tags: ['dark'] });
  await setup.check();
  await setup.send('DELETE', `/api/v1/budgets/${setup.id}`);
  await setup.system.drain();
  expect([await setup.passed(), await setup.queued()]).toEqual([[], []]);
});

test('the watch checks when it starts, and its stop waits for the round', async () => {
  await using setup = await budgetSetup();
  await setup.spend(0, 55);
  const stop = watchBudgets(setup.system.services, { everyMs: 60_000 });
  await vi.waitFor(async () => expect(await setup.passed()).toEqual(['50 in 2026-03']), 10_000);
  await stop();
});
