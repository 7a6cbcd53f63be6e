import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUILTINS } from '#server/alerts/domain/builtins.ts';
import { judgeErrorRate } from '#server/alerts/domain/monitors/error-rate.ts';
import { SERIES_KINDS } from '#server/alerts/domain/series-kind.ts';
import { resolveByHand } from '#server/alerts/record-alerts.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { evaluateProject, LAG_MS } from './evaluate-project.ts';
import type { PastCache } from './read-traffic.ts';
import { STEP_MS } from './watch-monitors.ts';

let setup: Awaited<ReturnType<typeof telemetrySetup>>;
beforeAll(async () => {
  setup = await telemetrySetup();
});
afterAll(() => setup.system.dispose());

let sent = 0;
/** Sends `n` requests of this minute, the first `errors` of which fail. */
async function send(n: number, errors: number, more: Record<string, unknown> = {}): Promise<void> {
  const events = Array.from({ length: n }, (_, i) =>
    setup.event(`e${++sent}`, {
      ...{ prompt: 'search/answer', environment: 'production', latency_ms: 400, ...more },
      ...(i < errors ? { status: 'error', error_code: '500' } : { status: 'ok' }),
    }),
  );
  const { body } = await setup.send(events);
  expect(body.accepted).toBe(n);
}

const cache: PastCache = new Map();
const evaluate = () => evaluateProject(setup.system.ctx(), cache);
const alerts = () => setup.system.services.sql`
  select kind, severity, title, labels, evidence, impact_start, monitor_version, resolved_at, verdict, count
  from alert order by opened_at, kind`;
const entries = async () =>
  (await setup.system.services.sql`select kind from alert_entry order by id`).map(({ kind }) => kind);

/** `minutes` of traffic with these errors, evaluated once a minute. */
async function run(minutes: number, n: number, errors: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await send(n, errors);
    setup.system.clock.advance(60_000);
    await evaluate();
  }
}

test('every project has the built-in monitors, evaluated over no traffic without anything being written', async () => {
  const watched = BUILTINS.filter(({ kind }) => SERIES_KINDS.some((one) => one === kind));
  expect(await evaluate()).toMatchObject({ monitors: watched.length, moved: 0 });
  const rows = await setup.system.services.sql`select builtin, enabled, severity from monitor order by builtin`;
  expect(rows.map(({ builtin }) => builtin)).toEqual(BUILTINS.map(({ key }) => key).sort());
  expect(rows.every(({ enabled }) => enabled)).toBe(true);
  expect(await setup.system.services.sql`select 1 from monitor_series`).toHaveLength(0);
});

test('a fault fires once its condition held for its time, with evidence and the first bad minute', async () => {
  setup.system.clock.advance(30_000); // a whole minute
  await run(6, 30, 0);
  expect(await alerts()).toEqual([]);
  const began = setup.system.clock.now();
  await run(5, 30, 3);
  const errors = (await alerts()).filter(({ kind }) => kind === 'error_rate');
  expect(errors).toMatchObject([
    {
      ...{ severity: 'warning', monitor_version: 1, resolved_at: null, verdict: 'none' },
      labels: { prompt: 'search/answer', environment: 'production' },
      evidence: { limit: 1, needed: 20, windowMin: 5 },
      impact_start: began,
    },
  ]);
  expect(errors[0]?.title).toMatch(/^\d(\.\d)? % of requests of search\/answer in production fail$/);
  expect(errors[0]?.evidence.p).toBeLessThan(0.01);
  expect((await entries()).filter((kind) => kind === 'fired').length).toBe((await alerts()).length);
});

test('two workers at once apply a step once', async () => {
  setup.system.clock.advance(30_000);
  const both = await Promise.all([evaluate(), evaluate()]);
  expect(both.filter((report) => report !== null)).toHaveLength(1);
  expect(await evaluate(), 'nor is it applied again').toBeNull();
  setup.system.clock.advance(30_000);
});

test('what a person resolves while it lasts fires again as the same alert', async () => {
  const { sql } = setup.system.services;
  const [open] = await sql`select id from alert where kind = 'error_rate'`;
  await resolveByHand(setup.system.ctx(), { id: open?.id, reason: 'looks fine' });
  await run(5, 30, 3);
  expect((await alerts()).filter(({ kind }) => kind === 'error_rate')).toMatchObject([{ resolved_at: null, count: 2 }]);
  expect(await entries()).toContain('reopened');
});

test('silence does not resolve it; good traffic does, and its series is forgotten later', async () => {
  for (let step = 0; step < 14; step++) {
    setup.system.clock.advance(4 * 60_000);
    await evaluate();
  }
  expect(await entries()).toContain('no_data');
  expect((await alerts()).find(({ kind }) => kind === 'error_rate')?.resolved_at).toBeNull();
  await run(14, 30, 0);
  expect((await alerts()).find(({ kind }) => kind === 'error_rate')?.resolved_at).not.toBeNull();
});

test('a spent budget and a roll back fire while they are the case, looked for every five minutes', async () => {
  const { system } = setup;
  const owner = await system.person({ role: 'release_manager' });
  const manager = await system.key(['admin'], { owner });
  await setup.send([setup.event('costly', { cost_usd: 7 })]);
  const budget = { scope: 'project', amount_usd: 5 };
  const { body } = await system.api('POST', '/api/v1/budgets', { key: manager, body: budget });
  await inTransaction(system.ctx(), (ctx) =>
    recordChange(ctx, { kind: 'rollback', title: 'Rolled back to 30', prompt: 'search/answer', path: '/prompts' }),
  );
  const open = async () =>
    (await alerts())
      .filter((one) => one.resolved_at === null && ['budget', 'rollout'].includes(one.kind))
      .map(({ kind, title }) => `${kind}: ${title}`);
  setup.system.clock.advance(5 * 60_000);
  await evaluate();
  expect(await open()).toEqual([
    'budget: The budget of the project is spent: $2.00 over $5',
    'rollout: Rolled back to 30',
  ]);
  const evidence = (await alerts())
    .filter(({ kind }) => ['budget', 'rollout'].includes(kind))
    .map((one) => one.evidence);
  expect(evidence).toMatchObject([
    { value: 7, limit: 5, about: { name: 'the project', day: '2026-03' } },
    { value: null, about: { by: expect.any(String), reason: null } },
  ]);
  await system.api('PATCH', `/api/v1/budgets/${body.id}`, { key: manager, body: { amount_usd: 500 } });
  setup.system.clock.advance(5 * 60_000);
  await evaluate();
  expect(await open()).toEqual(['rollout: Rolled back to 30']);
  setup.system.clock.advance(60 * 60_000);
  await evaluate();
  expect(await open()).toEqual([]);
});

test('200 series that fire in one step are 200 alerts, each once, and end together', async () => {
  const { system } = setup;
  const key = await system.key(['admin'], { owner: await system.person({ role: 'admin' }) });
  const rule = { group_by: ['model'], literal: true, limit: 50, clear: 10, window_minutes: 5, for_minutes: 0 };
  const flood = { name: 'flood', kind: 'error_rate', severity: 'ticket', rule: { ...rule, clear_for_minutes: 1 } };
  const { body } = await system.api('POST', '/api/v1/monitors', { key, body: flood });
  const round = async (status: string) => {
    const events = Array.from({ length: 200 }, (_, n) => ({
      ...setup.event(`f${++sent}`, { status, ...(status === 'error' ? { error_code: '500' } : {}) }),
      model: `acme/flood-${n}`,
    }));
    expect((await setup.send(events)).body.accepted).toBe(200);
    for (let minute = 0; minute < 2; minute++) {
      system.clock.advance(60_000);
      await evaluate();
    }
  };
  const counts = async () => {
    const [row] = await system.services.sql`
      select count(distinct a.id)::int as alerts, count(distinct fingerprint)::int as fingerprints,
        count(*) filter (where e.kind = 'fired')::int as fired, count(*) filter (where e.kind = 'resolved')::int as resolved
      from alert a join alert_entry e on e.alert_id = a.id where a.monitor_id = ${body.id}`;
    return row;
  };
  await round('error');
  expect(await counts()).toEqual({ alerts: 200, fingerprints: 200, fired: 200, resolved: 0 });
  for (let minute = 0; minute < 8; minute++) await round('ok');
  expect(await counts()).toEqual({ alerts: 200, fingerprints: 200, fired: 200, resolved: 200 });
});

test('from the moment that the rule holds for its time, the alert comes within one evaluation', async () => {
  const { clock, services } = setup.system;
  const rule = BUILTINS.find(({ key }) => key === 'errors')?.rule;
  if (rule === undefined) throw new Error('no monitor of errors');
  clock.advance(60_000 - (clock.now().getTime() % 60_000));
  const began = clock.now().getTime();
  const sentIn: { n: number; errors: number }[] = [];
  const opened = async () =>
    (await services.sql`select opened_at from alert where kind = 'error_rate' and prompt = 'search/faulty'`)[0]
      ?.opened_at as Date | undefined;
  for (let minute = 0; minute < 20 && (await opened()) === undefined; minute++) {
    const errors = minute < 8 ? 0 : 4;
    await send(30, errors, { prompt: 'search/faulty' });
    sentIn.push({ n: 30, errors });
    for (let half = 0; half < 2; half++) {
      clock.advance(30_000);
      await evaluate();
    }
  }
  // What the rule says of each window that ends with a whole minute, without the evaluation.
  const holds = (end: number): boolean => {
    const inWindow = sentIn.slice(Math.max(0, end - rule.windowMin), end);
    const sum = (field: 'n' | 'errors') => inWindow.reduce((total, one) => total + one[field], 0);
    const reading = judgeErrorRate(rule, [{ minutes: rule.windowMin, n: sum('n'), errors: sum('errors') }]);
    return reading.is === 'measured' && reading.breaches;
  };
  const ends = Array.from({ length: 30 }, (_, i) => i + 1);
  const met = ends.find((end) => ends.slice(end - 1, end + rule.forMin).every(holds));
  if (met === undefined) throw new Error('the condition is never met');
  const dueAt = began + (met + rule.forMin) * 60_000 + LAG_MS;
  const late = ((await opened())?.getTime() ?? Number.POSITIVE_INFINITY) - dueAt;
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThanOrEqual(STEP_MS);
});
