import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { costApi } from '#test/builders/cost-api.ts';
import { pagesOf } from '#test/builders/pages.ts';
import { releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUpTasksOnce } from '#test/harness/cost.ts';

const { system, key, at, event, send, get } = await telemetrySetup();
afterAll(() => system.dispose());

const HOUR = 3_600_000;
/** Old enough to be mature after 24 hours. */
const OLD = 30 * HOUR;

const { outcomes, costs } = costApi({ system, key, at, get });

/** Sends one task an amount, and says which of them succeeded. */
async function tasks(service: string, amounts: readonly number[], succeeded: (i: number) => boolean, more = {}) {
  const name = (i: number) => `${service}-${i}`;
  const events = amounts.map((cost_usd, i) =>
    event(name(i), { service, outcome_id: name(i), cost_usd, at: at(OLD + i), ...more }),
  );
  for (let from = 0; from < events.length; from += 1000) await send(events.slice(from, from + 1000));
  const ended = amounts.map((_, i) => ({ id: name(i), success: succeeded(i) }));
  for (let from = 0; from < ended.length; from += 1000) await outcomes(ended.slice(from, from + 1000));
}

describe('GET /api/v1/cost/outcomes responds 200', () => {
  test('with ten tasks, eight of them successes: 0.021 dollars, its interval and its method', async () => {
    const COSTS = [0.01, 0.012, 0.03, 0.008, 0.011, 0.025, 0.009, 0.01, 0.04, 0.013];
    await tasks('ten', COSTS, (i) => i !== 2 && i !== 8);
    const [group] = (await costs('ten')).groups;
    expect(group).toMatchObject({ tasks: 10, succeeded: 8, attempts: 10, success_rate: 0.8, cost_usd: 0.168 });
    expect(group.cost_per_outcome).toBeCloseTo(0.021, 12);
    expect(group.method).toBe('fieller');
    expect(group.ci95[0]).toBeCloseTo(0.0083504, 7);
    expect(group.ci95[1]).toBeCloseTo(0.0481487, 7);
  });

  test('with every attempt: task A takes three, task B fails: 0.06 an outcome, a third of the cost retried', async () => {
    const a = { service: 'retries', operation_id: 'A', outcome_id: 'A', status: 'error', cost_usd: 0.01 };
    await send([
      event('A-1', { ...a, attempt: 1, at: at(OLD + 3) }),
      event('A-2', { ...a, attempt: 2, at: at(OLD + 2) }),
      event('A-3', { ...a, attempt: 3, at: at(OLD + 1), status: 'ok', cost_usd: 0.02 }),
      event('B-1', { service: 'retries', operation_id: 'B', cost_usd: 0.02, at: at(OLD) }),
    ]);
    await outcomes([{ id: 'A', success: true }]);
    const [group] = (await costs('retries')).groups;
    expect(group).toMatchObject({ tasks: 2, attempts: 4, succeeded: 1, without_outcome: 1 });
    expect(group.cost_per_outcome).toBeCloseTo(0.06, 12);
    expect(group.retries_share).toBeCloseTo(0.02 / 0.06, 12);
    const [without] = (await costs('retries', { without_outcome: 'excluded' })).groups;
    expect(without).toMatchObject({ tasks: 1, without_outcome: 0 });
    expect(without.cost_per_outcome).toBeCloseTo(0.04, 12);
  });

  test('with no figure where all tasks failed, but with what was spent', async () => {
    await tasks('failed', [0.02, 0.03], () => false);
    const [group] = (await costs('failed')).groups;
    expect(group).toMatchObject({ cost_per_outcome: null, ci95: null, missing: 'no_success', cost_usd: 0.05 });
  });

  test('with tasks younger than the horizon counted apart, however early they succeed', async () => {
    await send([event('young', { service: 'young', outcome_id: 'young', cost_usd: 1, at: at(2 * HOUR) })]);
    await outcomes([{ id: 'young', success: true }]);
    expect((await costs('young')).groups[0]).toMatchObject({ tasks: 0, immature: 1, missing: 'no_mature_task' });
    expect((await costs('young', { horizon_hours: '1' })).groups[0]).toMatchObject({
      tasks: 1,
      immature: 0,
      cost_per_outcome: 1,
    });
  });

  test('with unknown costs as a lower bound, beside the figure of the tasks that are wholly known', async () => {
    await tasks('unknown', [1, 2], () => true);
    await send([event('u', { service: 'unknown', outcome_id: 'u', model: 'nobody/unpriced', at: at(OLD) })]);
    await outcomes([{ id: 'u', success: true }]);
    const { groups } = await costs('unknown', { group_by: 'service' });
    expect(groups[0]).toMatchObject({
      tasks: 3,
      unknown_cost_attempts: 1,
      cost_per_outcome: 1,
      bound: 'at_least',
      cost_per_outcome_wholly_known: 1.5,
      cost_per_request: 1.5,
    });
    const [unpriced] = (await costs('unknown', { model: 'nobody/unpriced' })).groups;
    expect(unpriced).toMatchObject({ cost_per_outcome: null, cost_per_request: null, missing: 'no_known_cost' });
    expect(unpriced).toMatchObject({ cost_usd: null, cost_by_kind: { llm: null, tool: 0 } });
  });

  test('with what tools and people cost, by kind, and what belongs to no task apart', async () => {
    await send([event('t', { service: 'tools', operation_id: 'T', outcome_id: 'T', cost_usd: 0.5, at: at(OLD) })]);
    await outcomes([{ id: 'T', success: true, value: 4 }]);
    const cost = { at: at(OLD - 1), operation_id: 'T' };
    await system.api('POST', '/api/v1/costs', {
      key,
      body: {
        costs: [
          { ...cost, id: 'search', kind: 'tool', amount_usd: '0.25' },
          { ...cost, id: 'person', kind: 'human', amount_usd: 10 },
          { id: 'machines', at: at(OLD), kind: 'infrastructure', amount_usd: 100 },
        ],
      },
    });
    const { groups, no_task } = await costs('tools');
    expect(groups[0]).toMatchObject({
      cost_per_outcome: 10.75,
      cost_by_kind: { llm: 0.5, tool: 0.25, human: 10, infrastructure: 0 },
      cost_per_value: 10.75 / 4,
    });
    expect(no_task).toEqual([{ kind: 'infrastructure', costs: 1, amount_usd: 100 }]);
  });

  test('with an outcome that came before its task', async () => {
    await outcomes([{ id: 'early-0', success: true, at: at(OLD + 5000) }]);
    await tasks('early', [3], () => true);
    expect((await costs('early')).groups[0]).toMatchObject({ tasks: 1, succeeded: 1, cost_per_outcome: 3 });
  });

  test('with success by feedback and by quality, where they are asked for by name', async () => {
    await send([
      event('q-1', { service: 'by', cost_usd: 1, quality: 0.9, at: at(OLD) }),
      event('q-2', { service: 'by', cost_usd: 1, quality: 0.2, at: at(OLD) }),
    ]);
    for (const event_id of ['q-1', 'q-2']) {
      const body = { event_id, name: 'helpful', score: 1, source: 'user' };
      await system.api('POST', '/api/v1/feedback', { key, body });
    }
    const by = async (success_by: string) => (await costs('by', { success_by })).groups[0].cost_per_outcome;
    expect([await by('quality'), await by('feedback'), await by('outcome')]).toEqual([2, 1, null]);
  });

  test('with many tasks of one cell: the interval of 3,000 skewed costs is corrected for it, of 300 drawn from the tasks', async () => {
    const amounts = Array.from({ length: 3000 }, (_, i) => (i % 1000 === 7 ? 50 : 0.01 + (i % 7) / 1000));
    await tasks('many', amounts, (i) => i % 3 > 0);
    const [group] = (await costs('many')).groups;
    const total = amounts.reduce((sum, amount) => sum + amount, 0);
    expect(group.cost_per_outcome).toBeCloseTo(total / 2000, 9);
    expect(group.method).toBe('skew_corrected');
    expect(group.ci95[0]).toBeLessThan(group.cost_per_outcome);
    expect(group.ci95[1]).toBeGreaterThan(group.cost_per_outcome);
    await tasks('few', amounts.slice(0, 300), (i) => i % 3 > 0);
    const [few] = (await costs('few')).groups;
    expect(few.method).toBe('studentised_bootstrap');
    const [again] = (await costs('few')).groups;
    expect(again.ci95, 'the same tasks have the same interval').toEqual(few.ci95);
  });

  test('with variants compared on the same mix of query types', async () => {
    const variant = (version: number, query_type: string) => ({
      ...{ prompt: 'mix', version, query_type, model: `test/m${version}` },
    });
    const send = (name: string, n: number, cost: number, of: object) =>
      tasks(`mix-${name}`, Array<number>(n).fill(cost), () => true, { service: 'mix', ...of });
    await send('a', 90, 1, variant(1, 'easy'));
    await send('b', 10, 10, variant(1, 'hard'));
    await send('c', 10, 1, variant(2, 'easy'));
    await send('d', 80, 10, variant(2, 'hard'));
    const { groups, comparison } = await costs('mix');
    expect(groups.map((one: { group: { version: number } }) => one.group.version)).toEqual([2, 1]);
    expect(comparison).toHaveLength(1);
    expect(comparison[0]).toMatchObject({
      group: { version: 2 },
      baseline: { version: 1 },
      refused: null,
      verdict: 'no_paired_quality',
      is_cheapest_not_worse: false,
    });
    expect(comparison[0].cost_ratio).toBeCloseTo(1, 9);

    const owner = await system.person({ role: 'admin' });
    const release = releaseBuilder(system, await system.key(undefined, { owner }));
    await release.prompt('mix');
    await release.runs('mix', 'golden', recorded([100, 0, 3, 0]));
    const { comparison: judged } = await costs('mix');
    expect(judged).toMatchObject([{ verdict: 'not_proven_as_good', margin: 0.02, margin_kind: 'relative' }]);
    expect(judged[0].margin_from).toBe('default');
    await release.policy('mix', { margin: 0.1, margin_kind: 'absolute' });
    const { comparison: wider } = await costs('mix');
    expect(wider).toMatchObject([{ verdict: 'not_proven_cheaper', margin: 0.1, margin_kind: 'absolute' }]);
    expect(wider[0].margin_from).toBe('gate_policy');
    const [ofService] = (await costs('mix', { group_by: 'query_type' })).comparison;
    expect(ofService).toMatchObject({ verdict: null, margin: null, margin_kind: null, margin_from: null });
  });
});

describe('beside the page of cost', () => {
  const project = 'default';
  const prompt = 'beside';
  const pages = async () => pagesOf(system, await system.person({ role: 'viewer' })).cost;
  const of = (version: number, more = {}) => ({ prompt, version, query_type: 'q', service: 'beside', ...more });
  const compare = async (candidate: number, baseline: number | null) =>
    (await pages()).versionsCompared({ project, prompt, environment: 'production', candidate, baseline });

  beforeAll(async () => {
    const costs = (usd: number) => Array.from({ length: 60 }, (_, i) => usd * (1 + (i % 5) / 10));
    await tasks('beside-1', costs(0.02), (i) => i % 4 > 0, of(1));
    await tasks('beside-2', costs(0.01), (i) => i % 4 > 0, of(2, { model: 'openai/gpt-5' }));
    await tasks('beside-2b', costs(0.01), (i) => i % 4 > 0, of(2));
    await tasks('beside-3', costs(0.01), () => true, of(3, { environment: 'staging' }));
    await send([event('beside-young', { ...of(4), cost_usd: 1 })]);
    await rollUpTasksOnce(system);
  });

  test('versions are groups of their own, whatever their models', async () => {
    const { groups } = await costs('beside', { group_by: 'version' });
    const names = groups.map(({ group, tasks }: { group: object; tasks: number }) => [group, tasks]);
    expect(names).toContainEqual([{ prompt, version: 2 }, 120]);
    expect(groups).toHaveLength(4);
  });

  test('a prompt has its figure of the newest week, and a prompt without a task none', async () => {
    const [figure] = await (await pages()).promptFigures({ project, prompt });
    expect(figure).toMatchObject({ prompt, tasks: 240, succeeded: 195, immature: 1, missing: null });
    expect(figure?.perOutcome?.ratio).toBeCloseTo((60 * 0.024 + 180 * 0.012) / 195, 9);
    expect(await (await pages()).promptFigures({ project, prompt: 'nobody' })).toEqual([]);
    expect((await (await pages()).promptFigures({ project })).map((one) => one.prompt)).toContain(prompt);
  });

  test('two versions are compared in one environment, where both have tasks a day old', async () => {
    const { candidate, baseline, comparison, elsewhere } = await compare(2, 1);
    expect([candidate?.tasks, baseline?.tasks, elsewhere]).toEqual([120, 60, []]);
    if (comparison?.refused !== null) throw new Error('not compared');
    expect(comparison.ratio).toBeCloseTo(0.5, 9);
    expect(comparison.interval?.[1]).toBeLessThan(1);
    expect(await compare(3, 1)).toMatchObject({
      ...{ candidate: null, comparison: null, baseline: { tasks: 60 } },
      elsewhere: [{ environment: 'staging', tasks: 60, succeeded: 60 }],
    });
    expect(await compare(4, 1)).toMatchObject({ candidate: { tasks: 0, immature: 1 }, comparison: null });
    expect(await compare(1, null)).toMatchObject({ baseline: null, comparison: null });
    expect(await compare(9, 1)).toMatchObject({ candidate: null, elsewhere: [] });
  });

  test('lines have a point where mature tasks succeeded, over any range', async () => {
    const range = { from: new Date(at(3 * 24 * HOUR)), to: new Date(at()) };
    const read = await (await pages()).lines({ project, prompt, groupBy: 'version', ...range });
    expect(read).toMatchObject({ stepMs: 3 * HOUR, more: 0 });
    expect(read.lines.map(({ group, tasks, points }) => [group.version, tasks, points.length])).toEqual([
      [1, 60, 1],
      [2, 120, 1],
      [3, 60, 1],
      [4, 0, 0],
    ]);
    const hour = { from: new Date(at(HOUR)), to: new Date(at()) };
    const young = await (await pages()).lines({ project, prompt, groupBy: 'variant', ...hour });
    expect(young.lines.map(({ tasks, immature }) => [tasks, immature])).toEqual([[0, 1]]);
    expect(young.matureUntil).toBeLessThan(young.from);
  });
});

describe('GET /api/v1/cost/outcomes responds', () => {
  test.for<[string, string, string]>([
    ['a grouping that it does not have', 'group_by=colour', '/group_by'],
    ['a horizon below an hour', 'horizon_hours=0', '/horizon_hours'],
    ['a horizon that is NaN', 'horizon_hours=NaN', '/horizon_hours'],
    ['an end before the beginning', 'from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', '/to'],
    ['more than 400 days', 'from=2024-01-01T00:00:00Z&to=2026-03-01T00:00:00Z', '/from'],
    ['a beginning after now', 'from=2099-01-01T00:00:00Z', '/from'],
    ['a beginning more than 400 days before now', 'from=2020-01-01T00:00:00Z', '/from'],
    ['a filter that it does not have', 'tag=x', '/tag'],
  ])('422 for %s', async ([, query, path]) => {
    const { status, body } = await get(`/api/v1/cost/outcomes?${query}`);
    expect(status).toBe(422);
    expect(body.errors[0].path).toBe(path);
  });

  test('403 without a scope that reads', async () => {
    const writer = await system.key(['ingest']);
    expect((await system.api('GET', '/api/v1/cost/outcomes', { key: writer })).status).toBe(403);
  });

  test('200 with nothing of another project', async () => {
    const other = await system.key(['read'], { project: 'other' });
    const { body } = await system.api('GET', '/api/v1/cost/outcomes', { key: other });
    expect(body).toMatchObject({ groups: [], comparison: [], no_task: [] });
  });
});
