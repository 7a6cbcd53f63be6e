// Over 300 lines: one story of an incident from its page to its end, each case beginning where the one before ended.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { alert } from '#db/schema/alerts.ts';
import type { AlertEntryKind } from '#server/alerts/domain/alert.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { refreshIncidents } from '#server/incidents/refresh-incident.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { tickStep } from '#server/runbooks/runs/record-step.ts';
import { startRun } from '#server/runbooks/runs/run.ts';
import { firePage, happen } from '#test/builders/incidents.ts';
import { type Person, type System, startSystem } from '#test/harness/system.ts';

const PATH = '/api/v1/incidents';
const MINUTE = 60_000;
const at = (clock: string): Date => new Date(`2026-11-22T${clock}${clock.length === 5 ? ':00' : ''}.000Z`);
const SCOPE = { prompt: 'orders/extract', environment: 'production', model: 'acme/mini' };

let system: System;
let key: string;
let viewer: string;
let editor: Person;
beforeAll(async () => {
  system = await startSystem({ now: '2026-11-22T10:26:30.000Z' });
  editor = await system.person({ role: 'editor', name: 'Maren' });
  key = await system.key(undefined, { owner: editor });
  viewer = await system.key(['read'], { owner: await system.person({ role: 'viewer' }) });
  await sendTraffic('09:00', 86, (minute) => minute >= 60 && minute < 72);
  await change('09:59:48', 'orders/extract v31 serves production', { prompt: 'orders/extract' });
  await change('09:38', 'acme/mini: price changed', { kind: 'price', model: 'acme/mini' });
  await change('08:20', 'docs/summarise v5 serves production', { prompt: 'docs/summarise' });
  await change('10:10', 'orders/extract v30 serves production', { kind: 'rollback', prompt: 'orders/extract' });
});
afterAll(() => system.dispose());

const send = (method: string, path: string, body?: object, by = key) => system.api(method, path, { key: by, body });
const get = async (path: string) => (await send('GET', path, undefined, viewer)).body;

/** Four requests a minute of a user each; in a bad minute two of them fail. */
async function sendTraffic(from: string, minutes: number, isBad: (minute: number) => boolean, prefix = 'e') {
  const first = at(from).getTime();
  const events = Array.from({ length: minutes * 4 }, (_, i) => {
    const minute = Math.floor(i / 4);
    const failed = isBad(minute) && i % 2 === 0;
    return {
      ...{ id: `${prefix}${i}`, at: new Date(first + minute * MINUTE + (i % 4) * 10_000).toISOString(), ...SCOPE },
      ...{ version: minute < 60 ? 30 : 31, user: `u${i % 40}`, cost_usd: isBad(minute) ? 0.02 : 0.01 },
      ...(failed ? { status: 'error', error_code: 'invalid_json' } : {}),
    };
  });
  const sent = await system.api('POST', '/api/v1/events', { key: await system.key(), body: { events } });
  expect(sent.body.accepted, JSON.stringify(sent.body).slice(0, 500)).toBe(events.length);
}

const change = (clock: string, title: string, more: object) =>
  inTransaction(system.ctx({ person: editor }), (ctx) =>
    recordChange(ctx, {
      ...{ at: at(clock), kind: 'deployment', environment: 'production', title, path: '/promotions/x' },
      ...more,
    }),
  );

/** Of an alert, with the jobs that follow from it. */
async function later(id: string, kind: AlertEntryKind, clock: string) {
  await happen(system, { id, projectId: system.project().id }, kind, at(clock));
  await system.drain();
}

const fire = async (clock: string, more: Partial<typeof alert.$inferInsert> = {}) => {
  const fired = await firePage(system, at(clock), more);
  await system.drain();
  return { id: fired.alert.id, payload: fired.payload };
};

const resolve = async (id: string, clock: string) => {
  await system.services.sql`update alert set resolved_at = ${at(clock)} where id = ${id}`;
  await later(id, 'resolved', clock);
};

describe('from a page to its end', () => {
  let page: Awaited<ReturnType<typeof fire>>;

  test('a warning opens nothing', async () => {
    await fire('10:05', {
      severity: 'warning',
      prompt: 'other/prompt',
      model: null,
      title: 'A warning of another prompt',
    });
    expect((await get(PATH)).data).toEqual([]);
  });

  test('an older alert of the scope opens nothing either', async () => {
    await fire('09:30', { severity: 'ticket', kind: 'metric', title: 'Tokens of orders/extract grow', evidence: {} });
    expect((await get(PATH)).data).toEqual([]);
  });

  test('a page opens one incident in triage: first bad minute, trigger, timeline, impact', async () => {
    page = await fire('10:06');
    // At least once: the same job again changes nothing.
    await enqueue(system.ctx(), 'incident.alert', page.payload);
    await system.drain();
    const { data } = await get(PATH);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      ...{ name: 'INC-1', state: 'triage', severity: 2, detector: 'monitor', drill: false, ...SCOPE },
      ...{ impact_start: '2026-11-22T10:00:00.000Z', detected: '2026-11-22T10:06:00.000Z', mitigated: null },
      trigger: { title: 'orders/extract v31 serves production', at: '2026-11-22T09:59:48.000Z' },
    });
    const { body } = await send('GET', `${PATH}/INC-1`);
    expect(
      body.suspects.map(({ title, score }: { title: string; score: number }) => [title, score.toFixed(2)]),
    ).toEqual([
      ['orders/extract v31 serves production', '2.99'],
      ['acme/mini: price changed', '1.39'],
      ['docs/summarise v5 serves production', '0.19'],
    ]);
    const lines = (await get(`${PATH}/inc-1/timeline`)).data;
    expect(lines.map(({ kind, text }: { kind: string; text: string }) => `${kind}: ${text}`)).toEqual([
      'change: acme/mini: price changed',
      'change: orders/extract v31 serves production',
      'signal: A warning of another prompt',
      'signal: Errors of orders/extract are above 1 %',
      'action: orders/extract v30 serves production',
      'action: INC-1 opened: Errors of orders/extract are above 1 %',
    ]);
    // Not mitigated yet, so the window ends a minute ago: 26 minutes of which 12 were bad.
    expect(body.impact).toMatchObject({ requests: 100, failed_requests: 24, users: 40, baseline_requests: 240 });
    expect(body.impact.excess_failures.value).toBeCloseTo(24, 6);
    expect(body.impact.extra_cost_usd.value).toBeCloseTo(0.48, 6);
  });

  test('a further alert of its scope joins it, a page of another prompt does not', async () => {
    await fire('10:07', {
      severity: 'warning',
      kind: 'latency',
      title: 'P99 of orders/extract',
      model: null,
      evidence: {},
    });
    await fire('10:08', { prompt: 'search/answer', model: null, title: 'Errors of search/answer are above 1 %' });
    expect((await get(`${PATH}/1`)).alerts.map(({ title }: { title: string }) => title)).toEqual([
      'Errors of orders/extract are above 1 %',
      'P99 of orders/extract',
    ]);
    expect((await get(`${PATH}?open=true`)).data.map(({ name }: { name: string }) => name)).toEqual(['INC-2', 'INC-1']);
    const declined = await send('PATCH', `${PATH}/INC-2`, { state: 'declined', reason: 'a test of the load balancer' });
    expect([declined.status, declined.body.state]).toEqual([200, 'declined']);
  });

  test('acknowledging the alert is the first human action; resolving all of them mitigates, backdated', async () => {
    await later(page.id, 'acknowledged', '10:09');
    await resolve(page.id, '10:24');
    expect((await get(`${PATH}/1`)).state).toBe('triage');
    const [latency] = await system.services.sql`select id from alert where kind = 'latency'`;
    await resolve(latency?.id, '10:14');
    const body = await get(`${PATH}/1`);
    expect(body).toMatchObject({ state: 'mitigated', mitigated_by_machine: false });
    expect(body.times.mitigated).toMatchObject({ at: '2026-11-22T10:14:00.000Z', source: 'machine' });
    const { durations } = body;
    const minutes = [durations.detect_ms, durations.acknowledge_ms, durations.mitigate_ms].map((ms) => ms / MINUTE);
    expect(minutes).toEqual([6, 3, 14]);
    expect(body.impact).toMatchObject({ requests: 56, failed_requests: 24, to: '2026-11-22T10:14:00.000Z' });
  });

  test('a time is edited with a reason and keeps its original', async () => {
    const times = { mitigated: '2026-11-22T10:12:00Z' };
    const without = await send('PATCH', `${PATH}/1`, { times });
    expect([without.status, without.body.errors[0].path]).toEqual([422, '/reason']);
    const { body } = await send('PATCH', `${PATH}/1`, { times, reason: 'the P99 had been good before' });
    expect(body.times.mitigated).toEqual({
      ...{ at: '2026-11-22T10:12:00.000Z', source: 'person', by: 'Maren', reason: 'the P99 had been good before' },
      original_at: '2026-11-22T10:14:00.000Z',
    });
    expect(body.durations.mitigate_ms).toBe(12 * MINUTE);
    await system.drain();
    expect((await get(`${PATH}/1`)).impact.requests).toBe(48);
  });

  test('late data change the impact', async () => {
    await sendTraffic('10:05', 1, () => true, 'late');
    await refreshIncidents(system.services);
    expect((await get(`${PATH}/1`)).impact).toMatchObject({ requests: 52, failed_requests: 26 });
  });

  test('the units that met it, as JSON and CSV', async () => {
    const { data, truncated } = await get(`${PATH}/1/blast-radius`);
    expect([data.length, truncated]).toEqual([40, false]);
    expect(data[0]).toMatchObject({ unit: 'u0', outcomes: 0 });
    expect(data.reduce((sum: number, one: { failed_requests: number }) => sum + one.failed_requests, 0)).toBe(26);
    const csv = await send('GET', `${PATH}/1/blast-radius?format=csv`, undefined, viewer);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.body.split('\r\n')[0]).toBe(
      'unit,requests,failed_requests,outcomes,failed_outcomes,cost_usd,first_at,last_at',
    );
  });

  test('severity is a list of intervals, people have roles, notes stand on the timeline', async () => {
    const roles = { commander: editor.id };
    const { body } = await send('PATCH', `${PATH}/1`, { severity: 1, roles, reason: 'orders stand still' });
    expect(body.severities.map(({ severity }: { severity: number }) => severity)).toEqual([2, 1]);
    expect(body.roles).toEqual([{ role: 'commander', person_id: editor.id, name: 'Maren' }]);
    const note = { text: 'Order dates come as text.', occurred_at: '2026-11-22T10:08:00Z' };
    expect((await send('POST', `${PATH}/1/timeline`, note)).status).toBe(201);
    const notes = (await get(`${PATH}/1/timeline?kind=note`)).data;
    expect(notes).toMatchObject([{ text: 'Order dates come as text.', source: 'person', actor: { name: 'Maren' } }]);
  });

  test('what is done at a step of its runbook stands on its timeline, once', async () => {
    const ctx = system.ctx({ person: editor });
    const { id: incidentId } = await get(`${PATH}/INC-1`);
    const { id: runId } = await startRun(ctx, { name: 'provider-outage', incidentId });
    await tickStep(ctx, { runId, position: 1, outcome: 'done', note: 'Their page is red.' });
    const [{ id: stepId }] = await system.services.sql<[{ id: string }]>`select id from runbook_step`;
    await inTransaction(ctx, (ctx) => enqueue(ctx, 'incident.action', { projectId: system.project().id, stepId }));
    await system.drain();
    const { data } = await get(`${PATH}/INC-1/timeline`);
    const rows = data.filter(({ text }: { text: string }) => text.includes('runbook provider-outage'));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: 'action', source: 'person', actor: { name: 'Maren' } });
    expect(rows[0].text).toMatch(/^did step 1 .*: Their page is red\.$/);
  });

  test('what fires after it is resolved is another incident, which names this one', async () => {
    system.clock.advance(4 * 60 * MINUTE);
    const times = { resolved: '2026-11-22T14:00:00Z' };
    const { body } = await send('PATCH', `${PATH}/1`, { state: 'resolved', times, reason: 'version 32 is out' });
    expect(body).toMatchObject({ state: 'resolved', next_states: ['active', 'closed'] });
    expect(body.durations.resolve_ms).toBe(240 * MINUTE);
    await fire('14:20');
    const next = await get(`${PATH}/INC-3`);
    expect(next).toMatchObject({
      state: 'triage',
      same_before: [{ name: 'INC-1' }],
      durations: { unknown_start: true },
    });
    expect((await get(`${PATH}/1`)).alerts).toHaveLength(2);
  });
});

describe('POST and PATCH', () => {
  test('201 of a person, with the mark on the charts, the audit row and the outbox', async () => {
    const made = await send('POST', PATH, { title: 'Refunds answer in French', severity: 3, prompt: 'support/refund' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ name: 'INC-4', state: 'triage', detector: 'person', detected_by: 'Maren', severity: 3, trigger: null },
      ...{ durations: { unknown_start: true, acknowledge_ms: 0 }, times: { impact_start: null } },
    });
    const marks = await system.services.sql`select title, path from change where kind = 'incident' order by title`;
    expect(marks.at(-1)).toEqual({ title: 'INC-4: Refunds answer in French', path: '/incidents/4' });
    const [row] = await system.services.sql`select detail from audit_row where object_id = ${made.body.id}`;
    expect(row?.detail).toMatchObject({ number: 4, severity: 3, detector: 'person' });
  });

  test('200 merges into another, which gets timeline and alerts; the duplicate stays readable', async () => {
    const merged = await send('PATCH', `${PATH}/4`, { merge_into: 'INC-3', reason: 'the same model' });
    expect(merged.body).toMatchObject({ state: 'merged', merged_into: 'INC-3', next_states: [] });
    const texts = (await get(`${PATH}/3/timeline`)).data.map(({ text }: { text: string }) => text);
    expect(texts).toContain('INC-4 opened: Refunds answer in French');
    expect(texts).toContain('INC-4 merged into this one: the same model');
  });

  test('422 of a start of 1970', async () => {
    const { status, body } = await send('POST', PATH, { title: 'Old', impact_start: '1970-01-02T00:00:00Z' });
    expect([status, body.errors[0]]).toMatchObject([422, { path: '/impact_start', code: 'too_early' }]);
  });

  test('403 of a key that only reads', async () => {
    expect((await send('POST', PATH, { title: 'x' }, viewer)).body.code).toBe('insufficient_scope');
  });

  test.each([
    ['an unknown incident', 'INC-999', { title: 'x' }, 404, undefined],
    ['a number past every column', '99999999999', { title: 'x' }, 404, undefined],
    ['a state that does not follow', '3', { state: 'closed' }, 409, undefined],
    ['a merged one', '4', { state: 'active', reason: 'x' }, 409, undefined],
    ['into itself', '3', { merge_into: '3', reason: 'x' }, 422, '/merge_into'],
    ['into a merged one', '3', { merge_into: '4', reason: 'x' }, 409, undefined],
    ['into nothing', '3', { merge_into: 'INC-77', reason: 'x' }, 422, '/merge_into'],
    ['declining without a reason', '3', { state: 'declined' }, 422, '/reason'],
    [
      'times that contradict',
      '1',
      { times: { resolved: '2026-11-22T10:01:00Z' }, reason: 'x' },
      422,
      '/times/resolved',
    ],
    ['a time ahead', '1', { times: { resolved: '2027-11-22T10:01:00Z' }, reason: 'x' }, 422, '/times/resolved'],
    [
      'a time of a state that is not reached',
      '3',
      { times: { resolved: '2026-11-22T14:24:00Z' }, reason: 'x' },
      422,
      '/times/resolved',
    ],
    ['detected by nobody', '3', { times: { detected: null }, reason: 'x' }, 422, '/times/detected'],
    [
      'a start of 1970',
      '1',
      { times: { impact_start: '1970-01-02T00:00:00Z' }, reason: 'x' },
      422,
      '/times/impact_start',
    ],
    ['a merge and a state', '3', { merge_into: '1', state: 'active', reason: 'x' }, 422, '/state'],
    ['the severity of a merged one', '4', { severity: 1, reason: 'x' }, 409, undefined],
    ['a title of nothing visible', '1', { title: '\u200b\u200b' }, 422, '/title'],
    ['a severity of 5', '1', { severity: 5 }, 422, '/severity'],
    ['a stranger', '1', { roles: { scribe: '00000000-0000-4000-8000-000000000000' } }, 422, '/roles/scribe'],
    ['an unknown role', '1', { roles: { captain: null } }, 422, '/roles/captain'],
  ])('%s', async (_, id, body, status, path) => {
    const answer = await send('PATCH', `${PATH}/${id}`, body);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([status, path]);
  });
});

test('PATCH of a row of the timeline withdraws it with a reason, pins it, and never deletes it', async () => {
  const { data } = await get(`${PATH}/3/timeline`);
  const [first] = data;
  const at = `${PATH}/3/timeline/${first.id}`;
  expect((await send('PATCH', at, { withdrawn: true })).body.errors[0].path).toBe('/reason');
  const { body } = await send('PATCH', at, { withdrawn: true, pinned: true, reason: 'of another system' });
  expect(body).toMatchObject({ id: first.id, text: first.text, pinned: true });
  expect(body.withdrawn).toMatchObject({ by: { name: 'Maren' }, reason: 'of another system' });
  expect((await get(`${PATH}/3/timeline`)).data).toHaveLength(data.length);
  expect((await send('PATCH', at, { withdrawn: false, pinned: false })).body).toMatchObject({
    ...{ withdrawn: null, pinned: false },
  });
  for (const other of [`${PATH}/1/timeline/${first.id}`, `${PATH}/3/timeline/x`, `${PATH}/3/timeline/999999`])
    expect((await send('PATCH', other, { pinned: true })).status).toBe(404);
  const [merged] = (await get(`${PATH}/4/timeline`)).data;
  expect((await send('PATCH', `${PATH}/4/timeline/${merged.id}`, { pinned: true })).body.code).toBe('incident_merged');
});

test('GET /statistics: medians with n, drills, false alarms and duplicates apart', async () => {
  await send('POST', PATH, { title: 'Monthly drill', drill: true });
  const body = await get(`${PATH}/statistics`);
  expect(body.all).toMatchObject({
    ...{ n: 2, unknown_start: 1, detect: { n: 1, median_ms: 6 * MINUTE, interval95_ms: null } },
    ...{ mitigate: { n: 1, median_ms: 12 * MINUTE }, resolve: { n: 1, median_ms: 240 * MINUTE } },
  });
  expect([body.drills.n, body.declined, body.merged]).toEqual([1, 1, 1]);
  expect(body.alerts.map(({ severity }: { severity: string }) => severity)).toContain('page');
  expect(body.all.people_ms).toBeGreaterThan(0);
  expect((await get(`${PATH}/1`)).people_time).toMatchObject({ people: expect.any(Number), ms: expect.any(Number) });
  expect(body.groups.trigger.map(({ key, n }: { key: string; n: number }) => `${key} ${n}`)).toEqual([
    'deployment 1',
    'none known 1',
  ]);
  expect(body.groups.severity.map(({ key }: { key: string }) => key)).toEqual(['1', '2']);
  expect((await send('GET', `${PATH}/statistics?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z`)).status).toBe(422);
});

test('signals of the same measure before a page are linked; one that never ended says when it began', async () => {
  const growing = { prompt: 'growing/answer', model: null };
  const warn = (clock: string, title: string, more: Partial<typeof alert.$inferInsert> = {}) =>
    fire(clock, { ...growing, severity: 'warning', title, ...more });
  const page = (clock: string, began: string) =>
    fire(clock, { ...growing, kind: 'burn_rate', title: `The budget burns at ${clock}`, impactStart: at(began) });
  await warn('12:00', 'Errors grow', { impactStart: at('11:57') });
  const over = await warn('12:02', 'Errors were many', { impactStart: at('11:50') });
  await resolve(over.id, '13:40');
  const old = await warn('12:03', 'Errors of long before', { impactStart: at('11:40') });
  await resolve(old.id, '13:20');
  await page('14:10', '14:00');
  const [first] = (await get(`${PATH}?open=true`)).data;
  const { times, alerts, severities } = await get(`${PATH}/${first.name}`);
  expect(alerts.map(({ title }: { title: string }) => title)).toEqual([
    ...['Errors grow', 'Errors were many', 'The budget burns at 14:10'],
  ]);
  // The one that had ended was followed by good minutes: it does not move the start.
  expect([times.impact_start.at, times.detected.at]).toEqual(['2026-11-22T11:57:00.000Z', '2026-11-22T12:00:00.000Z']);
  expect(severities[0].from).toBe('2026-11-22T11:57:00.000Z');
  // A signal of another incident stays there.
  await send('PATCH', `${PATH}/${first.name}`, { state: 'declined', reason: 'a test' });
  await page('14:20', '14:15');
  const [next] = (await get(`${PATH}?open=true`)).data;
  expect([next.impact_start, next.detected]).toEqual(['2026-11-22T14:15:00.000Z', '2026-11-22T14:20:00.000Z']);
});
