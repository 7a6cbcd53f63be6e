import { afterAll, describe, expect, test } from 'vitest';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUpOnce } from '#test/harness/telemetry.ts';

const { system, key, at, event, send, get, metrics, total } = await telemetrySetup();
afterAll(() => system.dispose());

describe('GET /api/v1/events returns', () => {
  test('200 with pages, newest first, that neither repeat nor skip an event', async () => {
    const events = Array.from({ length: 25 }, (_, i) =>
      event(`page-${i}`, { service: 'pages', at: at(i % 5 ? 5000 : 86_400_000 * i) }),
    );
    await send(events);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(`/api/v1/events?service=pages&limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map((one: { id: string }) => one.id));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    expect(seen.toSorted()).toEqual(events.map((one) => one.id).toSorted());
  });

  test('200 narrowed by every filter of the contract', async () => {
    await send([
      event('f-1', {
        prompt: 'search/answer',
        version: 3,
        provider: 'azure',
        arm: 'candidate',
        service: 'filters',
        status: 'error',
        error_code: 'rate_limited',
        user: "o'brien",
        session: 's-1',
        trace_id: 't-1',
        tags: { plan: 'pro' },
        environment: 'staging',
      }),
      event('f-2', { service: 'filters', tags: ['beta'] }),
    ]);
    const ids = async (query: Record<string, string>) =>
      (await get(`/api/v1/events?${new URLSearchParams(query)}`)).body.data.map((one: { id: string }) => one.id);
    const narrow: Record<string, string>[] = [
      { prompt: 'search/answer' },
      { prompt: 'search/answer', version: '3' },
      { provider: 'azure' },
      { model: 'azure/openai/gpt-4' },
      { arm: 'candidate' },
      { service: 'filters', status: 'error' },
      { error_code: 'rate_limited' },
      { user: "o'brien" },
      { session: 's-1' },
      { trace_id: 't-1' },
      { tag: 'plan:pro' },
      { environment: 'staging' },
      { id: 'f-1' },
    ];
    for (const query of narrow) expect(await ids(query), JSON.stringify(query)).toEqual(['f-1']);
    expect(await ids({ tag: 'beta' })).toEqual(['f-2']);
    expect(await ids({ user: 'nobody' })).toEqual([]);
  });

  test('404 for an event of another project, with the bytes of one that does not exist', async () => {
    await send([event('secret')]);
    const other = await system.key(['read'], { project: 'other' });
    const foreign = await system.api('GET', '/api/v1/events/secret', { key: other });
    const none = await system.api('GET', '/api/v1/events/none', { key: other });
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, instance: '' }).toEqual({ ...none.body, instance: '' });
  });

  test('422 for a cursor that it did not issue and for a filter that it does not have', async () => {
    const forged = Buffer.from(JSON.stringify([1e300, 'x'])).toString('base64url');
    for (const cursor of ['abc', forged]) {
      expect((await get(`/api/v1/events?cursor=${cursor}`)).body.errors[0].path, cursor).toBe('/cursor');
    }
    expect((await get('/api/v1/events?colour=red')).body.errors[0].path).toBe('/colour');
  });
});

describe('POST /api/v1/outcomes and /feedback', () => {
  test('respond 207 and 201, and count in the minute of the task, however late', async () => {
    const task = { service: 'tasks', outcome_id: 'task-1', cost_usd: 0.1 };
    await send([
      event('o-1', { ...task, at: at(120_000), status: 'error' }),
      event('o-2', { ...task, at: at(60_000) }),
      event('o-3', { service: 'tasks', outcome_id: 'task-2', cost_usd: 0.1 }),
    ]);
    await rollUpOnce(system.services);
    const outcome = (id: string, outcomeId: string, success: boolean, ago = 0) => ({
      id,
      outcome_id: outcomeId,
      success,
      at: at(ago),
    });
    const outcomes = [
      outcome('w-1', 'task-1', false, 1000),
      outcome('w-2', 'task-1', true),
      outcome('w-3', 'task-2', false),
      { id: 'w-4' },
    ];
    const first = await system.api('POST', '/api/v1/outcomes', { key, body: { outcomes } });
    expect(first).toMatchObject({ status: 207, body: { accepted: 3, duplicates: 0, rejected: 1 } });
    const again = await system.api('POST', '/api/v1/outcomes', { key, body: { outcomes } });
    expect(again.body).toMatchObject({ accepted: 0, duplicates: 3, rejected: 1 });
    for (const when of ['from the tail', 'from rollups']) {
      const perOutcome = await metrics({ metric: 'cost_per_outcome', service: 'tasks', step: '86400' });
      expect(total(perOutcome.body), when).toBeCloseTo(0.3, 9);
      expect(
        total((await metrics({ metric: 'success_rate', service: 'tasks', step: '86400' })).body),
        when,
      ).toBeCloseTo(0.5, 9);
      await rollUpOnce(system.services);
    }
    // The task goes on: its newest event counts it, once.
    await send([event('o-4', { ...task, arm: 'candidate' })]);
    await rollUpOnce(system.services);
    const byArm = await metrics({ metric: 'success_rate', service: 'tasks', group_by: 'arm', step: '86400' });
    const rates = Object.fromEntries(
      byArm.body.series.map((one: { group: { arm: string | null }; points: [string, number][] }) => [
        one.group.arm,
        one.points.find(([, v]) => v !== null)?.[1],
      ]),
    );
    expect(rates).toEqual({ null: 0, candidate: 1 });
  });

  test('the last outcome counts, the response to the same Idempotency-Key stays, and a clock that runs ahead does not win', async () => {
    await send([event('last', { service: 'last', outcome_id: 'last' })]);
    const sendOutcome = (id: string, success: boolean, ago: number, headers = {}) =>
      system.api('POST', '/api/v1/outcomes', {
        key,
        headers,
        body: { outcomes: [{ id, outcome_id: 'last', success, at: at(ago), value: 3, kind: 'ticket' }] },
      });
    const once = { 'idempotency-key': 'last' };
    const first = await sendOutcome('l-1', false, -86_400_000, once);
    expect((await sendOutcome('l-1', false, -86_400_000, once)).body).toEqual(first.body);
    await sendOutcome('l-2', true, 0);
    await sendOutcome('l-3', false, 60_000);
    expect((await get('/api/v1/events/last')).body.outcome).toEqual({
      success: true,
      value: 3,
      kind: 'ticket',
      at: at(),
    });
  });

  test('calls that name the same outcomes crosswise all come through', async () => {
    const crosswise = (turn: number) =>
      Array.from({ length: 50 }, (_, i) => ({
        id: `cross-${i}`,
        outcome_id: `task-${(i * 7 + turn * 13) % 50}`,
        success: true,
        at: at(),
      }));
    const calls = Array.from({ length: 12 }, (_, turn) =>
      system.api('POST', '/api/v1/outcomes', { key, body: { outcomes: crosswise(turn) } }),
    );
    const responses = await Promise.all(calls);
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 207));
    expect(responses.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(50);
  });

  test('feedback whose event comes and is rolled up while it is written counts all the same', async () => {
    const { sql } = system.services;
    const waiting = async () =>
      (await sql`select 1 from pg_locks where not granted and relation = 'feedback'::regclass`).length;
    let response: Promise<unknown> = Promise.resolve();
    await sql.begin(async (tx) => {
      await tx`lock table feedback in exclusive mode`;
      const body = { name: 'quality', source: 'user', event_id: 'raced', score: 0.7 };
      response = system.api('POST', '/api/v1/feedback', { key, body });
      await expect.poll(waiting).toBe(1);
      await send([event('raced', { service: 'raced' })]);
      await rollUpOnce(system.services);
    });
    await response;
    await system.drain();
    await rollUpOnce(system.services);
    expect(total((await metrics({ metric: 'quality', service: 'raced', step: '3600' })).body)).toBe(0.7);
  });

  test('feedback named quality is the quality of an event that has none of its own', async () => {
    await send([
      event('q-1', { service: 'scored', trace_id: 'trace-q' }),
      event('q-2', { service: 'scored', quality: 0.2 }),
    ]);
    await rollUpOnce(system.services);
    const score = (body: Record<string, unknown>) =>
      system.api('POST', '/api/v1/feedback', { key, body: { name: 'quality', source: 'user', ...body } });
    expect((await score({ event_id: 'q-1', score: 1 })).status).toBe(201);
    expect((await score({ trace_id: 'trace-q', score: 0.5 })).status).toBe(201);
    expect((await score({ event_id: 'q-2', score: 1 })).status).toBe(201);
    expect((await score({ event_id: 'q-3', score: 0.4 })).status).toBe(201);
    await send([event('q-3', { service: 'scored' })]);
    for (const when of ['from the tail', 'from rollups']) {
      const { body } = await metrics({ metric: 'quality', service: 'scored', step: '3600' });
      expect(body.series[0].points.filter(([, v]: [string, number]) => v !== null)[0][1], when).toBeCloseTo(
        (0.75 + 0.2 + 0.4) / 3,
        9,
      );
      await rollUpOnce(system.services);
    }
    expect(await score({ trace_id: 'nowhere', score: 1 })).toMatchObject({
      status: 422,
      body: { code: 'unknown_trace' },
    });
    expect(await score({ score: 1 })).toMatchObject({ status: 422 });
    expect(await score({ event_id: 'q-1', score: 3 })).toMatchObject({ status: 422 });
  });
});
