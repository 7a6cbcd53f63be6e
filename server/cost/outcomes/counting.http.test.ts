import { afterAll, describe, expect, test } from 'vitest';
import { updateCostSettings } from '#server/cost/settings/update-cost-settings.ts';
import { costApi } from '#test/builders/cost-api.ts';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUpTasksOnce } from '#test/harness/cost.ts';
import { readCostPage } from './read-cost-page.ts';
import { readTasks } from './read-tasks.ts';

const { system, key, at, event, send, get } = await telemetrySetup();
afterAll(() => system.dispose());

const HOUR = 3_600_000;
/** Old enough to be mature after 24 hours. */
const OLD = 30 * HOUR;

const { outcomes, costs } = costApi({ system, key, at, get });

describe('by tag, responds', () => {
  test('200 with a task in the group of each of its tags, one without, and as many named as a project may have', async () => {
    await system.addProject('tags');
    const own = await system.key(undefined, { project: 'tags' });
    const post = (path: string, body: object) => system.api('POST', `/api/v1/${path}`, { key: own, body });
    const tagged = (id: string, tags: string[] | undefined, cost_usd: number) =>
      event(id, { tags, cost_usd, outcome_id: id, prompt: 'tags', at: at(OLD) });
    await post('events', {
      events: [
        tagged('t-1', ['tier:pro', 'team:a'], 2),
        tagged('t-2', ['tier:pro'], 4),
        tagged('t-3', undefined, 8),
        event('t-3-again', { operation_id: 'no-tag', tags: ['late'], cost_usd: 1, at: at(OLD - 1000) }),
      ],
    });
    await post('outcomes', {
      outcomes: ['t-1', 't-2', 't-3'].map((id) => ({ id, outcome_id: id, success: true, at: at(OLD) })),
    });
    const read = async (query: object = {}) => {
      await rollUpTasksOnce(system);
      const search = new URLSearchParams({ group_by: 'tag', ...query });
      return (await system.api('GET', `/api/v1/cost/outcomes?${search}`, { key: own })).body;
    };
    type Group = { group: { tag: string | null }; tasks: number; cost_per_outcome: number | null };
    const of = (groups: Group[], tag: string | null) => groups.find((one) => one.group.tag === tag);
    const { groups, comparison } = await read();
    expect(of(groups, 'tier:pro')).toMatchObject({ tasks: 2, cost_per_outcome: 3 });
    expect(of(groups, 'team:a')).toMatchObject({ tasks: 1, cost_per_outcome: 2 });
    expect(of(groups, null)).toMatchObject({ tasks: 1, cost_per_outcome: 8 });
    expect(comparison, 'groups with tasks in common are not compared').toEqual([]);
    expect((await read({ prompt: 'tags' })).groups).toHaveLength(3);

    await post('events', {
      events: Array.from({ length: 400 }, (_, i) => tagged(`many-${i}`, [`user:${i}`, `session:${i}`], 1)),
    });
    const many = (await read()).groups;
    expect(many).toHaveLength(202);
    const rest = of(many, 'other tags');
    expect(rest?.tasks, 'a task counts once in the rest').toBeGreaterThan(200);
    expect(rest?.tasks).toBeLessThanOrEqual(400);
    expect(of(many, 'tier:pro')).toMatchObject({ tasks: 2, cost_per_outcome: 3 });

    const ctx = system.ctx({ project: 'tags' });
    const page = await readCostPage(ctx, { range: '30d', groupBy: 'tag', successBy: 'outcome' });
    expect(page.total?.tasks, 'all tasks together count each once').toBe(404);
    const range = { from: new Date(page.from), to: new Date(page.to), successBy: 'outcome' as const };
    for (const name of ['tier:pro', null, 'other tags']) {
      const group = page.groups.find((one) => one.group.tag === name);
      const listed = await readTasks(ctx, { ...range, groupBy: 'tag', key: group?.key });
      expect(listed.data.length, `tasks of ${name}`).toBe(Math.min(50, group?.tasks ?? 0));
    }
  });

  test('422 with a filter that sums by tag do not have', async () => {
    const { status, body } = await get('/api/v1/cost/outcomes?group_by=tag&service=web');
    expect(status).toBe(422);
    expect(body.errors[0]).toMatchObject({
      path: '/group_by',
      message: expect.stringContaining('environment and prompt'),
    });
  });
});

test('a request that was refused with 429 costs 0, so its task has a known cost; one that was cut has not', async () => {
  const of = (service: string, operation_id: string) => ({
    service,
    operation_id,
    outcome_id: operation_id,
    at: at(OLD),
  });
  await send([
    event('r-1', { ...of('refused', 'r'), status: 'error', error_code: '429', attempt: 1 }),
    event('r-2', { ...of('refused', 'r'), status: 'error', error_code: 'overloaded_error', attempt: 2 }),
    event('r-3', { ...of('refused', 'r'), cost_usd: 3, attempt: 3 }),
    event('c-1', { ...of('cut', 'c'), status: 'error', error_code: 'stream_cut', ttft_ms: 100, attempt: 1 }),
    event('c-2', { ...of('cut', 'c'), cost_usd: 3, attempt: 2 }),
  ]);
  await outcomes([
    { id: 'r', success: true },
    { id: 'c', success: true },
  ]);
  const [refused] = (await costs('refused')).groups;
  expect(refused).toMatchObject({ attempts: 3, unknown_cost_attempts: 0, cost_per_outcome: 3, bound: 'figure' });
  expect((await costs('cut')).groups[0]).toMatchObject({ attempts: 2, unknown_cost_attempts: 1, bound: 'at_least' });
  const { body } = await get('/api/v1/events/r-1');
  expect(body).toMatchObject({ cost_usd: 0, cost: { source: 'computed', total_usd: '0', lines: [], lacking: [] } });
});

test('the settings of the project say how tasks count where a read does not, audited and marked', async () => {
  const late = { service: 'set', outcome_id: 'set-1', cost_usd: 2 };
  await send([
    event('set-1', { ...late, at: at(OLD) }),
    event('set-2', { service: 'set', cost_usd: 1, at: at(OLD) }),
    event('set-3', { service: 'set', cost_usd: 1, at: at(10 * HOUR) }),
  ]);
  await outcomes([{ id: 'set-1', success: true }]);
  const counted = async () => (await costs('set')).groups[0];
  expect(await counted()).toMatchObject({ tasks: 2, immature: 1, without_outcome: 1, cost_per_outcome: 3 });
  const ctx = system.ctx();
  await updateCostSettings(ctx, { horizonHours: 6, withoutOutcome: 'failure' });
  expect(await counted()).toMatchObject({ tasks: 3, immature: 0, cost_per_outcome: 4 });
  await updateCostSettings(ctx, { horizonHours: 6, withoutOutcome: 'excluded' });
  await updateCostSettings(ctx, { horizonHours: 6, withoutOutcome: 'excluded' });
  expect(await counted()).toMatchObject({ tasks: 1, without_outcome: 0, cost_per_outcome: 2 });
  const asked = (await costs('set', { horizon_hours: '24', without_outcome: 'failure' })).groups[0];
  expect(asked, 'what a read says goes before').toMatchObject({ tasks: 2, immature: 1 });
  const page = await readCostPage(ctx, { range: '30d', groupBy: 'service', successBy: 'outcome', service: 'set' });
  expect(page).toMatchObject({ horizonMs: 6 * HOUR, withoutOutcome: 'excluded', total: { tasks: 1 } });
  expect(
    page.marks.filter(({ kind }) => kind === 'policy'),
    'the same again is no change',
  ).toHaveLength(2);
  const audited = await system.services.sql<{ detail: object }[]>`
    select detail from audit_row where action = 'cost_settings.update' order by seq`;
  expect(audited.map(({ detail }) => detail)[1]).toEqual({
    from: { horizonHours: 6, withoutOutcome: 'failure' },
    to: { horizonHours: 6, withoutOutcome: 'excluded' },
  });
  for (const horizonHours of [0, 721, 1.5, Number.NaN]) {
    await expect(updateCostSettings(ctx, { horizonHours, withoutOutcome: 'failure' })).rejects.toMatchObject({
      status: 422,
    });
  }
  await updateCostSettings(ctx, { horizonHours: 24, withoutOutcome: 'failure' });
});
