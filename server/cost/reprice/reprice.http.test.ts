import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runReprice } from '#server/telemetry/reprice/run-reprice.ts';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUp } from '#test/harness/telemetry.ts';

const { system, send, at, event } = await telemetrySetup();
afterAll(() => system.dispose());

let key: string;
const DAY = 86_400_000;
const row = (meter: string, amount: number, more: Record<string, unknown> = {}) => {
  return { meter, per: 1_000_000, amount, effective_from: '2026-01-01', ...more };
};
const call = (method: string, path: string, body?: unknown, with_ = key) =>
  system.api(method, path, { key: with_, body });
const reprice = (body: object) => call('POST', '/api/v1/cost/reprice', { model: 'acme/m', ...body });
const costOf = async (id: string) => (await call('GET', `/api/v1/events/${id}`)).body.cost_usd;
/** In one turn, however loaded the machine is. */
const run = (id: string) => runReprice(system.ctx(), { id, turnMs: 600_000 });
const correct = (prices: object[]) => call('PATCH', '/api/v1/models/acme/m', { prices });

/** Cost by day as charts draw it. */
async function costs(): Promise<number[]> {
  const query = new URLSearchParams({
    metric: 'cost',
    model: 'acme/m',
    step: '86400',
    from: at(2 * DAY),
    to: at(-DAY),
  });
  const { body } = await call('GET', `/api/v1/metrics?${query}`);
  return body.series.flatMap((one: { points: [string, number | null][] }) =>
    one.points.flatMap(([, value]) => value || []),
  );
}

beforeAll(async () => {
  key = await system.key(['admin', 'ingest'], { owner: await system.person({ role: 'admin', name: 'Ada' }) });
  const prices = [row('tokens_in', 1), row('tokens_out', 2)];
  await call('POST', '/api/v1/models', { provider: 'acme', model_id: 'm', prices });
  const model = { model: 'acme/m', prompt: 'support' };
  const sent = await send([
    event('old', { ...model, at: at(DAY), tokens_in: 1000, tokens_out: 1000 }),
    event('new', { ...model, tokens_in: 2000, tokens_out: 0 }),
    event('batch', {
      ...model,
      tokens_in: 1000,
      tokens_out: 0,
      service_tier: 'batch',
      prompt: null,
      tags: { team: 'web' },
    }),
    event('usage', { ...model, usage: { tokens_in: 1000, tokens_cached: 1000, tokens_out: 0 } }),
    event('sent', { ...model, tokens_in: 1000, tokens_out: 0, cost_usd: 0.5 }),
    event('other', { model: 'acme/another', tokens_in: 1000, tokens_out: 0 }),
  ]);
  expect(sent.body.accepted).toBe(6);
  await rollUp(system);
});

const CORRECTED = [
  row('tokens_in', 10),
  row('tokens_in', 5, { when: { service_tier: 'batch' } }),
  row('tokens_cached', 1),
];

describe('a preview', () => {
  test('returns every figure that unwritten rows would change, and changes none', async () => {
    const { status, body } = await reprice({ dry_run: true, prices: CORRECTED });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      model: 'acme/m',
      total: {
        events: 5,
        changed: 4,
        recorded: 1,
        became_known: 1,
        became_unknown: 0,
        before_usd: 0.506,
        after_usd: 0.538,
      },
      lacking: [],
    });
    expect(
      body.days.map((one: { day: string; before_usd: number; after_usd: number }) => [
        one.day,
        one.before_usd,
        one.after_usd,
      ]),
    ).toEqual([
      ['2026-03-03', 0.003, 0.012],
      ['2026-03-04', 0.503, 0.526],
    ]);
    expect(
      body.prompts.map((one: { prompt: string | null; events: number; after_usd: number }) => [
        one.prompt,
        one.events,
        one.after_usd,
      ]),
    ).toEqual([
      ['support', 4, 0.533],
      [null, 1, 0.005],
    ]);
    expect(await costOf('new')).toBe(0.002);
    expect((await call('GET', '/api/v1/models/acme/m')).body.prices).toHaveLength(2);
  });

  test('names the meters that would lack a price, and keeps to its range', async () => {
    const { body } = await reprice({
      dry_run: true,
      from: at(DAY / 2),
      prices: [row('tokens_out', 2, { state: 'withdrawn' })],
    });
    expect(body).toMatchObject({
      total: { events: 4, changed: 0, became_unknown: 0 },
      stay_unknown: 1,
      lacking: [{ meter: 'tokens_cached', cache_ttl: null, because: 'no_price', events: 1 }],
    });
  });

  test('names the budgets of which the spend of this month changes, and the thresholds that it passes', async () => {
    const budgets = [
      { scope: 'project', amount_usd: 0.53 },
      { scope: 'prompt', subject: 'supp/*', amount_usd: 1 },
      { scope: 'prompt', subject: 'support', amount_usd: 1 },
      { scope: 'model', subject: 'm', amount_usd: 1, thresholds: [51, 99] },
      { scope: 'model', subject: 'acme/another', amount_usd: 1 },
      { scope: 'tag', subject: 'team:web', amount_usd: 0.001 },
    ];
    for (const body of budgets) await call('POST', '/api/v1/budgets', body);
    const { body } = await reprice({ dry_run: true, prices: CORRECTED });
    const { rows_digest: digest, budgets: changed } = body;
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    const effects = changed.map((one: Record<string, unknown>) => [
      one.name,
      one.changed,
      one.spent_before_usd,
      one.spent_after_usd,
      one.passes,
    ]);
    expect(effects).toEqual([
      ['the project', 4, 0.506, 0.538, [100]],
      ['prompt support', 3, 0.505, 0.533, []],
      ['model m', 4, 0.506, 0.538, [51]],
      ['tag team:web', 1, 0.001, 0.005, []],
    ]);
    expect(changed[3].falls).toEqual([]);
  });
});

describe('applied by the worker', () => {
  let id: string;

  test('after 202 it prices what was computed here, keeps what was sent, and brings the charts up to date', async () => {
    expect(await costs()).toEqual([0.003, 0.503]);
    const { rows_digest } = (await reprice({ dry_run: true, prices: CORRECTED })).body;
    expect((await call('GET', '/api/v1/models/acme/m')).body.prices).toHaveLength(2);
    const started = await reprice({ prices: CORRECTED, rows_digest, reason: 'The list was read wrong.' });
    expect(started.status, JSON.stringify(started.body)).toBe(202);
    expect((await call('GET', '/api/v1/models/acme/m')).body.prices).toHaveLength(4);
    id = started.body.id;
    expect((await call('GET', `/api/v1/cost/reprice/${id}`)).body).toMatchObject({
      status: 'running',
      progress: 0,
      total: 5,
    });
    const again = await reprice({ prices: [row('tokens_in', 77)] });
    expect(again.body.code).toBe('reprice_running');
    const { prices } = (await call('GET', '/api/v1/models/acme/m')).body;
    expect(JSON.stringify(prices), 'nothing is written where it cannot begin').not.toContain('77');
    expect(await run(id)).toBe('end');
    expect((await call('GET', `/api/v1/cost/reprice/${id}`)).body).toMatchObject({
      status: 'done',
      progress: 1,
      started_by: 'Ada',
      reason: 'The list was read wrong.',
      stay_unknown: 0,
      lacking: [],
      days: [
        { day: '2026-03-03', events: 1, changed: 1, before_usd: 0.003, after_usd: 0.012 },
        { day: '2026-03-04', events: 4, changed: 3, before_usd: 0.503, after_usd: 0.526 },
      ],
      figures: { events: 5, changed: 4, recorded: 1, became_known: 1, before_usd: 0.506, after_usd: 0.538 },
    });
    const after = await Promise.all(['old', 'new', 'batch', 'usage', 'sent', 'other'].map(costOf));
    expect(after).toEqual([0.012, 0.02, 0.005, 0.001, 0.5, null]);
    await rollUp(system);
    expect(await costs()).toEqual([0.012, 0.526]);
  });

  test('a second run changes nothing', async () => {
    expect(await run(id)).toBe('end');
    const again = await reprice({});
    expect(await run(again.body.id)).toBe('end');
    expect((await call('GET', `/api/v1/cost/reprice/${again.body.id}`)).body).toMatchObject({
      status: 'done',
      figures: { events: 5, changed: 0, before_usd: 0.538, after_usd: 0.538 },
    });
  });

  test('after a worker that was killed in the middle of a step the next one continues at that step', async () => {
    await correct([row('tokens_in', 20)]);
    const { body } = await reprice({});
    const next = (turnMs: number) => runReprice(system.ctx(), { id: body.id, turnMs });
    let turn = await next(0);
    while ((await call('GET', `/api/v1/cost/reprice/${body.id}`)).body.figures.events === 0) turn = await next(0);
    expect([turn, await costOf('old')]).toEqual(['more', 0.022]);

    const { sql } = system.services;
    const held = await sql.reserve();
    await held`begin`;
    await held`select 1 from event where ts > ${new Date(at(DAY / 2))} for update`;
    const [mine] = await held`select pg_backend_pid() as pid`;
    const killed = next(0).catch((error: unknown) => error);
    await expect
      .poll(async () => {
        const [ended] = await sql<{ n: number }[]>`select count(pg_terminate_backend(pid))::int as n
          from pg_stat_activity where ${mine?.pid}::int = any(pg_blocking_pids(pid))`;
        return ended?.n;
      })
      .toBe(1);
    expect(await killed).toBeInstanceOf(Error);
    await held`rollback`;
    held.release();

    expect((await call('GET', `/api/v1/cost/reprice/${body.id}`)).body).toMatchObject({
      status: 'running',
      progress: 0.2,
    });
    while ((await next(0)) === 'more');
    expect((await call('GET', `/api/v1/cost/reprice/${body.id}`)).body).toMatchObject({
      status: 'done',
      figures: { events: 5, changed: 2, recorded: 1 },
    });
    expect(await Promise.all(['old', 'new', 'batch', 'usage', 'sent'].map(costOf))).toEqual([
      0.022, 0.04, 0.005, 0.001, 0.5,
    ]);
  });

  test('is audited at its start and its end', async () => {
    const rows = await system.services.sql`
      select action, detail->>'model' as model, detail->>'reason' as reason from audit_row where object_kind = 'reprice' and object_id = ${id} order by seq`;
    expect([...rows]).toEqual([
      { action: 'cost.reprice', model: 'acme/m', reason: 'The list was read wrong.' },
      { action: 'cost.repriced', model: 'acme/m', reason: null },
    ]);
    const { data } = (await call('GET', '/api/v1/cost/reprice?model=acme%2Fm')).body;
    expect(data.find((one: { id: string }) => one.id === id)).toMatchObject({
      ...{ status: 'done', reason: 'The list was read wrong.' },
    });
    expect((await call('GET', '/api/v1/cost/reprice?model=acme%2Fnobody')).body.data).toEqual([]);
  });
});

describe('refuses', () => {
  test.each<[string, object, number, string]>([
    ['a model that is not registered', { model: 'acme/nobody' }, 422, 'unknown_model'],
    ['a model without prices', { model: 'acme/bare' }, 422, 'no_prices'],
    ['a range that ends before it begins', { from: '2026-03-03', to: '2026-03-02' }, 422, 'invalid_range'],
    ['prices that are wrong', { dry_run: true, prices: [row('tokens', 1)] }, 422, 'invalid'],
    ['prices that have changed since the preview', { rows_digest: '0'.repeat(64) }, 409, 'prices_changed'],
    ['a digest that is none', { rows_digest: 'x' }, 422, 'invalid'],
  ])('%s', async (_, body, status, code) => {
    await call('POST', '/api/v1/models', { provider: 'acme', model_id: 'bare' });
    const answer = await reprice(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('who may not, and what is of another project', async () => {
    const editor = await system.key(['admin'], { owner: await system.person({ role: 'editor', name: 'Ed' }) });
    expect((await call('POST', '/api/v1/cost/reprice', { model: 'acme/m', dry_run: true }, editor)).status).toBe(403);
    const { body } = await reprice({});
    const other = await system.key(['read'], { project: 'other' });
    expect((await call('GET', `/api/v1/cost/reprice/${body.id}`, undefined, other)).status).toBe(404);
    expect((await call('GET', '/api/v1/cost/reprice/7')).status).toBe(404);
  });
});
