import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { makeAlert } from '#test/builders/alerts.ts';
import { pagesOf } from '#test/builders/pages.ts';
import { spendingSetup } from '#test/builders/spending.ts';
import { rollUpTasksOnce } from '#test/harness/cost.ts';
import type { Person } from '#test/harness/system.ts';

let setup: Awaited<ReturnType<typeof spendingSetup>>;
let viewer: Person;
const project = 'default';

beforeAll(async () => {
  setup = await spendingSetup();
  viewer = await setup.system.person({ role: 'viewer' });
});
afterAll(() => setup.system.dispose());

const money = () => pagesOf(setup.system, viewer).overview.money({ project });
const page = () => pagesOf(setup.system, viewer).overview.page({ project });

async function post(path: string, body: object, statuses: readonly number[] = [200, 201, 207]) {
  const { status, body: sent } = await setup.send('POST', path, body);
  expect(statuses, JSON.stringify(sent)).toContain(status);
  return sent;
}

test('of a project without events, no cost per outcome, no budget, nothing to come', async () => {
  expect(await money()).toMatchObject({
    outcomes: { figure: null, change: null },
    ...{ limit: null, budgets: [], moreBudgets: 0, prices: [], ending: [] },
    month: { spent: 0, requests: 0, forecast: { refused: 'too_few_days' } },
  });
  expect((await page()).retirements).toEqual([]);
});

test('what needs people: the loudest alert first, the worst incident first, who is on call, and silences that end', async () => {
  const { system } = setup;
  const name = 'needs-people';
  await system.addProject(name);
  const { id: projectId } = system.project(name);
  const ada = await system.person({ role: 'admin', project: name, name: 'Ada' });
  const key = await system.key(['admin'], { project: name, owner: ada });
  const pages = pagesOf(system, ada).overview;
  const send = (path: string, body: object) => system.api('POST', path, { key, body });
  const nothing = { page: 0, warning: 0, ticket: 0 };
  expect(await pages.now({ project: name })).toEqual({
    ...{ firing: nothing, firingInProduction: nothing, alerts: [], openIncidents: 0, incidents: [], onCall: [] },
  });
  const alert = { projectId, environment: 'production' };
  await makeAlert(system, { ...alert, severity: 'ticket', title: 'A ticket' });
  await makeAlert(system, { ...alert, severity: 'page', title: 'A page' });
  await makeAlert(system, { ...alert, severity: 'warning', environment: 'staging', title: 'In staging' });
  await makeAlert(system, { ...alert, severity: 'page', title: 'Is over', resolvedAt: system.clock.now() });
  for (const severity of [3, 1]) await send('/api/v1/incidents', { title: `Of severity ${severity}`, severity });
  const silence = { matchers: [{ label: 'kind', value: 'latency' }], reason: 'A load test' };
  const endsAt = new Date(system.clock.now().getTime() + HOUR_MS).toISOString();
  expect((await send('/api/v1/silences', { ...silence, ends_at: endsAt })).status).toBe(201);
  await pagesOf(system, ada).notify.saveRotation({
    ...{ project: name, name: 'Primary', people: [ada.id], timeZone: 'UTC' },
    ...{ handOverDay: 1, handOverMinute: 540, startsOn: '2026-01-05' },
  });
  expect(await pages.now({ project: name })).toMatchObject({
    firing: { page: 1, warning: 1, ticket: 1 },
    firingInProduction: { page: 1, warning: 0, ticket: 1 },
    alerts: [{ title: 'A page', isAcknowledged: false }, { title: 'In staging' }, { title: 'A ticket' }],
    openIncidents: 2,
    incidents: [
      { name: 'INC-2', title: 'Of severity 1', state: 'triage' },
      { name: 'INC-1', title: 'Of severity 3' },
    ],
    onCall: [{ rotation: 'Primary', person: 'Ada' }],
  });
  expect((await pages.page({ project: name })).silences).toMatchObject([{ by: 'Ada', endsAt: new Date(endsAt) }]);
});

describe('of 40 days at $10 in staging, and tasks of production that cost half as much this week as last', () => {
  const now = () => setup.system.clock.now().getTime();
  /** 120 tasks of each week, an hour apart. */
  const tasks = () =>
    Array.from({ length: 240 }, (_, i) => ({
      id: `task-${i}`,
      at: new Date(now() - (i >= 120 ? 8.5 : 1.5) * DAY_MS - (i % 120) * HOUR_MS).toISOString(),
      model: 'acme/tasks',
      outcome_id: `task-${i}`,
      cost_usd: (i >= 120 ? 0.02 : 0.01) * (1 + (i % 5) / 10),
    }));
  beforeAll(async () => {
    const spent = { environment: 'staging', usd: 10 };
    await setup.spendAll(
      Array.from({ length: 41 }, (_, daysAgo) => ({ daysAgo, ...spent, ...(daysAgo === 0 ? { usd: 5 } : {}) })),
    );
    await post('/api/v1/events', {
      events: [
        ...tasks(),
        { ...tasks()[0], id: 'young', outcome_id: 'young', at: new Date(now() - HOUR_MS).toISOString() },
      ],
    });
    await rollUpTasksOnce(setup.system);
  });

  test('no outcome was sent yet: the tasks are counted as without one, and there is no figure', async () => {
    const { figure, change } = (await money()).outcomes;
    expect(figure).toMatchObject({
      tasks: 120,
      withoutOutcome: 120,
      immature: 1,
      perOutcome: null,
      missing: 'no_success',
    });
    expect(change).toMatchObject({ refused: 'no_success' });
  });

  test('an outcome costs half of that of the week before, and the whole interval says so', async () => {
    const outcomes = tasks().map(({ outcome_id, at }, i) => ({
      id: `o-${outcome_id}`,
      outcome_id,
      at,
      success: i % 4 > 0,
    }));
    await post('/api/v1/outcomes', { outcomes });
    await rollUpTasksOnce(setup.system);
    const { figure, change, spark, sparkBefore } = (await money()).outcomes;
    expect(figure).toMatchObject({ tasks: 120, succeeded: 90, withoutOutcome: 0 });
    expect(figure?.perOutcome?.ratio).toBeCloseTo((120 * 0.012) / 90, 9);
    if (change?.refused !== null) throw new Error('not compared');
    expect(change.ratio).toBeCloseTo(0.5, 9);
    expect(change.interval?.[1]).toBeLessThan(1);
    expect([spark, sparkBefore].map((values) => values.filter((value) => value !== null).length)).toEqual([5, 5]);
    expect([spark.length, sparkBefore.length]).toEqual([8, 8]);
  });

  test('the month stands against the first budgets, a price that doubles is in its forecast, and a budget ends early', async () => {
    await post('/api/v1/models', {
      provider: 'acme',
      model_id: 'a',
      prices: [
        { meter: 'requests', per: 1, amount: 10, currency: 'USD', effective_from: '2026-01-01' },
        { meter: 'requests', per: 1, amount: 20, currency: 'USD', effective_from: '2026-03-27', state: 'announced' },
      ],
    });
    const before = await money();
    expect(before).toMatchObject({ limit: null, budgets: [] });
    expect(before.prices).toEqual([
      {
        model: 'acme/a',
        at: Date.UTC(2026, 2, 27),
        factor: 2,
        inForecastUsd: expect.closeTo(50, -1),
        in30DaysUsd: expect.closeTo(300, -2),
      },
    ]);
    await post('/api/v1/budgets', { scope: 'model', subject: 'acme/a', amount_usd: 280 });
    await post('/api/v1/budgets', { scope: 'project', amount_usd: 1_000 });
    await post('/api/v1/budgets', { scope: 'key', subject: 'test', amount_usd: 5 });
    const { limit, budgets, month, ending, moreBudgets } = await money();
    expect([limit, moreBudgets, month.spent === null]).toEqual([1_000, 0, false]);
    expect(budgets.map(({ name, state }) => [name, state])).toEqual([
      ['the project', 'inside'],
      ['model acme/a', 'forecast_over'],
      ['key test', 'over'],
    ]);
    expect(budgets.map(({ days }) => days.at(-1)?.amount ?? null)).toEqual([
      ...[expect.closeTo(5, 0), 5, expect.closeTo(5, 0)],
    ]);
    // 205 spent, 5 more today, then 10 a day: 280 is passed on the 28th, when a day costs 20.
    expect(ending).toMatchObject([{ name: 'model acme/a', at: Date.UTC(2026, 2, 28), limit: 280 }]);
  });

  test('a model that serves and retires stands on the page with its prompts; one that serves nowhere does not', async () => {
    const model = { provider: 'acme', retirement_date: '2026-04-11' };
    await post('/api/v1/models', { ...model, model_id: 'leaving' });
    await post('/api/v1/models', { ...model, model_id: 'nowhere' });
    await post('/api/v1/prompts', { name: 'help', type: 'text' });
    await post('/api/v1/prompts/help/versions', { template: 'Hi {{name}}', config: { model: 'acme/leaving' } });
    expect((await page()).retirements).toEqual([]);
    expect((await setup.send('PUT', '/api/v1/prompts/help/environments/staging', { version: 1 })).status).toBe(200);
    expect((await page()).retirements).toEqual([
      {
        ...{ name: 'acme/leaving', provider: 'acme', modelId: 'leaving', registered: true },
        ...{ retiresOn: '2026-04-11', days: 21, prompts: 1, proof: null },
      },
    ]);
  });
});
