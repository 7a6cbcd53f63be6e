// Over 300 lines: every case reads the same months of spend, and a system of its own for some would cost seconds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readKeysOfMonth } from '#server/cost/keys/read-keys-of-month.ts';
import { createKey } from '#server/projects/keys/create-key.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { spendingSetup } from '#test/builders/spending.ts';
import { rollUpTasksOnce } from '#test/harness/cost.ts';

let setup: Awaited<ReturnType<typeof spendingSetup>>;
beforeAll(async () => {
  setup = await spendingSetup();
  const { spendAll, rollUp } = setup;
  // 30 days at $10 of one prompt, $2 of another; half of today is over.
  await spendAll(
    Array.from({ length: 31 }, (_, daysAgo) => [
      { daysAgo, usd: daysAgo === 0 ? 5 : 10, prompt: 'search/answer', tags: { team: 'web' } },
      { daysAgo, usd: daysAgo === 0 ? 1 : 2, prompt: 'support/reply', model: 'acme/b' },
    ]).flat(),
  );
  await rollUp();
});
afterAll(() => setup.system.dispose());

const audits = (action: string) => setup.system.services.sql<{ detail: object }[]>`
  select detail from audit_row where action = ${action} and project_id = ${setup.system.project().id} order by seq`;
const PATH = '/api/v1/budgets';
const post = (body: object) => setup.send('POST', PATH, body);
const forecast = (query = '') => setup.send('GET', `/api/v1/cost/forecast${query}`);

describe('POST /api/v1/budgets', () => {
  test('201 of the project, with what the month has cost and will have', async () => {
    const { status, body } = await post({ scope: 'project', amount_usd: '360.25' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ scope: 'project', subject: null, period: 'month', amount_usd: 360.25, thresholds: [50, 80, 95, 100] },
      ...{ hard: false, hard_state: null, state: 'forecast_over', month: { from: '2026-03-01', to: '2026-04-01' } },
      ...{ spent_usd: 246, requests: 42, unknown_cost_requests: 0, source: 'rollups' },
      forecast: { month_end_usd: expect.closeTo(372, 6), refused: null, price_changes: [] },
    });
    expect(body.over_usd).toBeCloseTo(372 - 360.25, 6);
    const [low, high] = body.forecast.interval80;
    expect(low).toBeLessThanOrEqual(372);
    expect(high).toBeGreaterThanOrEqual(372 - 1e-6);
  });

  test.for([
    ['prompt', 'search/answer', 205, 'rollups'],
    ['prompt', 'search/*', 205, 'rollups'],
    ['model', 'acme/b', 41, 'rollups'],
    ['model', 'a', 205, 'rollups'],
    ['tag', 'team:web', 205, 'requests'],
  ] as const)('201 of the %s %s', async ([scope, subject, spent, source]) => {
    const { status, body } = await post({ scope, subject, amount_usd: 1000, hard: true, thresholds: [100, 50, 50] });
    expect([status, body.spent_usd, body.source, body.state]).toEqual([201, spent, source, 'inside']);
    expect(body).toMatchObject({ subject, thresholds: [50, 100], hard: true, hard_state: 'open' });
  });

  test('201 of a key: what was sent with it', async () => {
    const { status, body } = await post({ scope: 'key', subject: 'test', amount_usd: 200, hard: true });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ spent_usd: 246, requests: 42, keyless_requests: 0, source: 'rollups', state: 'over', over_usd: 46 },
      hard_state: 'exhausted',
    });
    expect(body.forecast.month_end_usd).toBeCloseTo(372, 6);
  });

  test('201 is audited with what it says, and stands in the feed', async () => {
    const rows = await audits('budget.create');
    expect(rows).toHaveLength(7);
    expect(rows[0]?.detail).toEqual({
      ...{ scope: 'project', subject: '', amount_usd: 360.25, thresholds: [50, 80, 95, 100], hard: false },
    });
    const feed = await setup.system.services.sql`select title from change where kind = 'budget' order by at, title`;
    expect(feed.map(({ title }) => title)).toContain('Budget of the project set to $360.25 a month');
  });

  test('403 of an editor and of a key that only reads', async () => {
    const editor = await setup.system.key(['admin'], { owner: await setup.system.person({ role: 'editor' }) });
    const body = { scope: 'tag', subject: 'x', amount_usd: 1 };
    expect((await setup.send('POST', PATH, body, editor)).body.code).toBe('insufficient_role');
    expect((await setup.send('POST', PATH, body, setup.viewer)).body.code).toBe('insufficient_scope');
  });

  test('409 for a second budget of the same subject', async () => {
    const { status, body } = await post({ scope: 'model', subject: 'acme/b', amount_usd: 3 });
    expect([status, body.code]).toEqual([409, 'budget_exists']);
  });

  test.for([
    [{ scope: 'prompt', amount_usd: 1 }, '/subject', 'required'],
    [{ scope: 'project', subject: 'x', amount_usd: 1 }, '/subject', 'not_expected'],
    [{ scope: 'prompt', subject: 'serch/answer', amount_usd: 1 }, '/subject', 'unknown_prompt'],
    [{ scope: 'prompt', subject: 'nowhere/*', amount_usd: 1 }, '/subject', 'unknown_prompt'],
    [{ scope: 'model', subject: 'acme/c', amount_usd: 1 }, '/subject', 'unknown_model'],
    [{ scope: 'key', subject: 'nobody', amount_usd: 1 }, '/subject', 'unknown_key'],
    [{ scope: 'tag', subject: 'y', amount_usd: 0 }, '/amount_usd', 'too_small'],
    [{ scope: 'tag', subject: 'y', amount_usd: -1 }, '/amount_usd', 'below_zero'],
    [{ scope: 'tag', subject: 'y', amount_usd: 1_000_001 }, '/amount_usd', 'too_large'],
    [{ scope: 'tag', subject: 'y', amount_usd: '0.0000001' }, '/amount_usd', 'too_precise'],
    [{ scope: 'tag', subject: 'y', amount_usd: 'NaN' }, '/amount_usd', 'not_an_amount'],
    [{ scope: 'team', subject: 'y', amount_usd: 1 }, '/scope', 'invalid_value'],
    [{ scope: 'tag', subject: 'y', amount_usd: 1, period: 'week' }, '/period', 'invalid_value'],
    [{ scope: 'tag', subject: 'y', amount_usd: 1, thresholds: [0] }, '/thresholds/0', 'too_small'],
    [{ scope: 'tag', subject: 'y', amount_usd: 1, currency: 'EUR' }, '/currency', 'unknown_field'],
  ] as const)('422 names what is wrong with %j', async ([body, path, code]) => {
    const answer = await post(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ path, code });
  });
});

describe('GET, PATCH and DELETE', () => {
  const find = async (subject: string | null) =>
    (await setup.send('GET', PATH)).body.data.find((one: { subject: string | null }) => one.subject === subject);

  test('200 lists the project first, and each alone as in the list', async () => {
    const { body } = await setup.send('GET', PATH, undefined, setup.viewer);
    expect(body.data.map(({ scope }: { scope: string }) => scope)).toEqual([
      'project',
      'prompt',
      'prompt',
      'model',
      'model',
      'key',
      'tag',
    ]);
    expect((await setup.send('GET', `${PATH}/${body.data[0].id}`)).body).toEqual(body.data[0]);
  });

  test('200 changes what is named; a hard budget of which all is spent is exhausted', async () => {
    const { id } = await find('acme/b');
    const { body } = await setup.send('PATCH', `${PATH}/${id}`, { amount_usd: 41 });
    expect(body).toMatchObject({ amount_usd: 41, hard: true, hard_state: 'exhausted', state: 'forecast_over' });
    const soft = await setup.send('PATCH', `${PATH}/${id}`, { hard: false, thresholds: [] });
    expect(soft.body).toMatchObject({ amount_usd: 41, hard: false, hard_state: null, thresholds: [] });
    const rows = await audits('budget.update');
    expect(rows[0]?.detail).toMatchObject({
      ...{ before: { amount_usd: 1000 }, after: { amount_usd: 41 } },
    });
  });

  test('200 deletes for good, and the audit keeps what it was', async () => {
    const { id } = await find('team:web');
    expect((await setup.send('DELETE', `${PATH}/${id}`)).body).toEqual({ id });
    expect(await find('team:web')).toBeUndefined();
    expect(await audits('budget.delete')).toMatchObject([{ detail: { subject: 'team:web' } }]);
    expect((await setup.send('DELETE', `${PATH}/${id}`)).status).toBe(404);
  });

  test('404 for what is no budget; 422 for a change that is none', async () => {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect((await setup.send(method, `${PATH}/x`, method === 'PATCH' ? {} : undefined)).status).toBe(404);
    }
    const { id } = await find(null);
    const wrong = await setup.send('PATCH', `${PATH}/${id}`, { scope: 'tag', amount_usd: 0 });
    expect(wrong.status).toBe(422);
  });
});

describe('GET /api/v1/cost/forecast', () => {
  test('200 of the project: each day of the month, spent or ahead', async () => {
    const { body } = await forecast();
    expect(body).toMatchObject({ scope: 'project', subject: null, spent_usd: 246 });
    expect([body.days.length, body.days.at(-1), body.days_ahead.length]).toEqual([
      ...[21, { date: '2026-03-21', usd: 6 }, 11],
    ]);
    const ahead = body.days_ahead.slice(1).reduce((sum: number, { usd }: { usd: number }) => sum + usd, 0);
    expect(ahead).toBeCloseTo(120, 6);
  });

  test('200 follows an announced price from its day on', async () => {
    const price = (from: string, dollars: number) => ({
      ...{ effective_from: from, input_per_mtok: dollars, output_per_mtok: dollars },
    });
    const entry = { provider: 'acme', model_id: 'a', prices: [price('2025-01-01', 1), price('2026-03-27', 2)] };
    expect((await setup.send('POST', '/api/v1/models', entry)).status).toBe(201);
    await setup.spend(0, 0.5, { prompt: 'priced', tokens_in: 100, tokens_out: 100 });
    const { body } = await forecast('?scope=prompt&subject=search%2Fanswer');
    expect(body.forecast.price_changes, 'its events have no tokens').toEqual([]);
    const whole = (await forecast('?scope=model&subject=acme%2Fa')).body;
    expect(whole.forecast.price_changes).toEqual([{ date: '2026-03-27', factor: 2 }]);
    const usd = (date: string) => whole.days_ahead.find((one: { date: string }) => one.date === date).usd;
    expect(usd('2026-03-27') / usd('2026-03-26')).toBeGreaterThan(1.8);
  });

  test('200 refuses with less than 14 days, and says how many there are', async () => {
    const { body } = await forecast('?scope=prompt&subject=priced');
    expect(body.forecast).toMatchObject({
      month_end_usd: null,
      refused: { code: 'too_few_days', days: 0, days_needed: 14 },
    });
    expect(body.spent_usd).toBe(0.5);
  });

  test('200 counts requests of unknown cost apart, and says unknown where they are too many', async () => {
    await setup.spend(1, null, { prompt: 'dark', model: 'acme/unpriced' });
    expect((await forecast('?scope=prompt&subject=dark')).body).toMatchObject({
      ...{ spent_usd: null, requests: 1, unknown_cost_requests: 1, forecast: { refused: { code: 'cost_unknown' } } },
    });
    await setup.spend(1, 3, { prompt: 'dark' });
    const { body } = await post({ scope: 'prompt', subject: 'dark', amount_usd: 100 });
    expect(body).toMatchObject({ spent_usd: 3, unknown_cost_requests: 1, state: 'unknown' });
  });

  test('422 for an unknown subject and an unknown filter', async () => {
    expect((await forecast('?scope=model')).body.errors[0]).toMatchObject({ path: '/subject', code: 'required' });
    expect((await forecast('?month=2026-01')).status).toBe(422);
  });
});

describe('by key', () => {
  const budgetOf = async (subject: string) =>
    (await setup.send('GET', PATH)).body.data.find((one: { subject: string | null }) => one.subject === subject);
  const pages = () => readKeysOfMonth(setup.system.ctx());

  test('each key has its own requests: before their hour is summed, and after', async () => {
    const { system } = setup;
    const owner = await system.person({ role: 'editor' });
    const { key } = await createKey(system.ctx(), { name: 'batch', scopes: ['ingest'], ownerId: owner.id });
    const event = { at: '2026-03-20T08:00:00Z', model: 'acme/a', cost_usd: 7 };
    const sent = await setup.send('POST', '/api/v1/events', { events: [{ ...event, id: 'batch-1' }] }, key);
    expect(sent.body.accepted).toBe(1);
    const { status, body } = await post({ scope: 'key', subject: 'batch', amount_usd: 10 });
    expect([status, body.spent_usd, body.requests]).toEqual([201, 7, 1]);
    await rollUpTasksOnce(system);
    expect(await budgetOf('batch')).toMatchObject({ spent_usd: 7, requests: 1, keyless_requests: 0, state: 'inside' });
    const before = (await pages()).keys;
    expect(before?.map(({ name }) => name)).toEqual(['test', 'batch']);
    expect(before?.[1]).toEqual({ name: 'batch', requests: 1, unknown: 0, spent: 7 });
    const list = (await setup.send('GET', '/api/v1/events?api_key=batch')).body.data;
    expect(list.map(({ id }: { id: string }) => id)).toEqual(['batch-1']);
    expect((await setup.send('GET', '/api/v1/events?api_key=nobody')).body.data).toEqual([]);
    expect((await setup.send('GET', '/api/v1/events/batch-1')).body.api_key).toMatchObject({ name: 'batch' });
  });

  test('events from before keys were recorded may be of any key: the spend is then unknown, never 0', async () => {
    const { system } = setup;
    await system.services.sql`update event set api_key = null where ts < '2026-03-05'`;
    await system.services.sql`insert into task_mark (slot, hour)
      select distinct slot, date_trunc('hour', ts, 'UTC') from event where api_key is null`;
    await rollUpTasksOnce(system);
    const keyless = (
      await system.services.sql`select count(*)::int as n from event where ts >= '2026-03-01' and ts < '2026-03-05'`
    )[0]?.n;
    expect((await pages()).keyless).toBe(keyless);
    expect(await budgetOf('batch')).toMatchObject({ spent_usd: 7, keyless_requests: keyless, state: 'unknown' });
    expect(await budgetOf('test'), 'what is over stays over').toMatchObject({ state: 'over' });
    const old = (await setup.send('GET', '/api/v1/events?to=2026-03-02T00:00:00Z&limit=1')).body.data[0];
    expect((await setup.send('GET', `/api/v1/events/${old.id}`)).body.api_key).toBeNull();
  });
});

describe('while requests wait to be summed', () => {
  const behind = { scope: 'tag', subject: 'team:behind', amount_usd: 5 };
  const waiting = { state: 'unknown', over_usd: null };

  test('201 and 200 with all that was spent, over two months of changed minutes apart', async () => {
    const { sql } = setup.system.services;
    await sql`
      insert into rollup_mark (slot, tier, bucket)
      select ${slotOf(setup.system.project())}, 1, timestamptz '2026-03-21T11:00Z' - n * interval '2 minutes'
      from generate_series(1, 40000) n`;
    const { status, body } = await post({ scope: 'prompt', subject: 'support/reply', amount_usd: 900 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ spent_usd: 41, pending_minutes: 0, state: 'inside', state_why: null });
    expect((await setup.send('GET', PATH)).body.data).toContainEqual(body);
    await sql`delete from rollup_mark`;
  });

  test('201 and 200 of a change whose spend cannot be read in time; a read is 503 with Retry-After', async () => {
    await setup.system.owner().begin(async (sql) => {
      await sql`lock table event, rollup_mark in access exclusive mode`;
      const made = await setup.system.api('POST', PATH, {
        key: setup.manager,
        body: behind,
        headers: { 'idempotency-key': 'b' },
      });
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({ ...waiting, state_why: 'not_read_yet', spent_usd: null });
      const changed = await setup.send('PATCH', `${PATH}/${made.body.id}`, { amount_usd: 6 });
      expect([changed.status, changed.body.amount_usd, changed.body.state_why]).toEqual([200, 6, 'not_read_yet']);
      const read = await setup.send('GET', `${PATH}/${made.body.id}`);
      expect([read.status, read.body.code, read.headers.get('retry-after')]).toEqual([503, 'unavailable', '2']);
      expect(read.body.detail).toContain('took too long');
    });
    const { data } = (await setup.send('GET', PATH)).body;
    expect(data.at(-1)).toMatchObject({ subject: 'team:behind', amount_usd: 6, state: 'inside', spent_usd: 0 });
  });
});

test('409 past a hundred budgets, also for two that are set at once', async () => {
  const { sql } = setup.system.services;
  await sql`delete from budget`;
  await sql`insert into budget (id, project_id, scope, subject, amount_pico, percents, hard, created_at, updated_at)
    select gen_random_uuid(), ${setup.system.project().id}, 'tag', 'tag-' || i, 1, '{}', false, now(), now()
    from generate_series(1, 99) i`;
  let both: ReturnType<typeof post>[] = [];
  await sql.begin(async (tx) => {
    await tx`lock table budget in share mode`;
    both = ['search/answer', 'support/reply'].map((subject) => post({ scope: 'prompt', subject, amount_usd: 1 }));
    const waiting = () =>
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await waiting()).length).toBe(2);
  });
  const answers = await Promise.all(both);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('too_many_budgets');
});
