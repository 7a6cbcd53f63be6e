import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key: string;
let project = 0;
beforeAll(async () => {
  system = await startSystem({ now: '2026-03-02T14:00:00Z' });
});
afterAll(() => system.dispose());
beforeEach(async () => {
  project += 1;
  await system.addProject(`p${project}`);
  key = await system.key(['ingest'], { project: `p${project}` });
});

type Sent = { fingerprint: string; status?: string; startsAt?: string; labels?: Record<string, string> };
const alertOf = ({ fingerprint, status = 'firing', startsAt = '2026-03-02T13:55:00Z', labels = {} }: Sent) => ({
  ...{ fingerprint, status, startsAt, labels: { alertname: 'Errors', severity: 'critical', ...labels } },
  endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-03-02T13:59:00Z',
  ...{ annotations: { summary: `Errors of ${fingerprint}` }, generatorURL: 'http://prom/graph' },
});
const message = (sent: Sent[], more: object = {}) => ({
  ...{ version: '4', groupKey: '{}:{alertname="Errors"}', truncatedAlerts: 0, receiver: 'switchyard' },
  ...{ status: 'firing', groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: 'http://am:9093' },
  ...more,
  alerts: sent.map(alertOf),
});
const send = (body: unknown) => system.api('POST', '/api/v1/alerts/alertmanager', { key, body });
const rows = () => system.services.sql`
  select id, title, severity, source, labels, evidence, prompt, environment, impact_start, count, resolved_at, project_id
    from alert where project_id = ${system.project(`p${project}`).id} order by title, opened_at`;
const open = async () => (await rows()).filter((row) => row.resolved_at === null).map((row) => row.title);
const entries = async () =>
  (
    await system.services.sql`select e.kind from alert_entry e where e.project_id = ${system.project(`p${project}`).id}
      order by e.id`
  ).map((row) => row.kind);
const note = async () =>
  (
    await system.services.sql`select source, received, alerts, truncated, problem from incoming_source
      where project_id = ${system.project(`p${project}`).id} order by source`
  ).map((row) => ({ ...row, received: Number(row.received), alerts: Number(row.alerts) }));

test('200: a firing of Alertmanager opens an alert, repeats add nothing, and its end resolves it', async () => {
  const labels = { prompt: 'search/answer', environment: 'production' };
  const first = message([{ fingerprint: 'aa', labels }], {
    ...{ notification_reason: 'first notification', routeLabels: { team: 'llm' } },
  });
  expect(await send(first)).toMatchObject({ status: 200, body: { opened: 1, seen: 0, resolved: 0, ignored: 0 } });
  for (let i = 0; i < 3; i++) expect((await send(first)).body).toMatchObject({ opened: 0, seen: 1 });
  expect(await rows()).toMatchObject([
    {
      ...{ title: 'Errors of aa', severity: 'page', source: 'alertmanager', prompt: 'search/answer', count: 4 },
      ...{ environment: 'production', impact_start: new Date('2026-03-02T13:55:00Z') },
      evidence: { notification_reason: 'first notification', route_labels: { team: 'llm' }, receiver: 'switchyard' },
    },
  ]);
  const ended = message([{ fingerprint: 'aa', status: 'resolved' }], { status: 'resolved' });
  expect((await send(ended)).body).toMatchObject({ resolved: 1 });
  expect((await send(ended)).body).toMatchObject({ resolved: 0, ignored: 1 });
  expect((await send(first)).body).toMatchObject({ opened: 0, ignored: 1 });
  expect(await open()).toEqual([]);
  expect(await entries()).toEqual(['fired', 'resolved']);
  expect(await note()).toMatchObject([{ source: 'alertmanager', received: 7, alerts: 7, truncated: 0 }]);
});

test('200: of a truncated message only what it lists is resolved, though its group says resolved', async () => {
  await send(message([{ fingerprint: 'aa' }, { fingerprint: 'bb' }, { fingerprint: 'cc' }]));
  const cut = message([{ fingerprint: 'aa', status: 'resolved' }], { status: 'resolved', truncatedAlerts: 2 });
  expect((await send(cut)).body).toMatchObject({ resolved: 1 });
  expect(await open()).toEqual(['Errors of bb', 'Errors of cc']);
  expect(await note()).toMatchObject([{ truncated: 2 }]);
});

test('200: reordered and sent at once, the same messages leave the same alert open', async () => {
  const [early, late] = ['2026-03-02T13:00:00Z', '2026-03-02T13:30:00Z'];
  const all = [
    message([{ fingerprint: 'aa', startsAt: early }]),
    message([{ fingerprint: 'aa', startsAt: early, status: 'resolved' }]),
    message([{ fingerprint: 'aa', startsAt: late }]),
    message([
      { fingerprint: 'bb', startsAt: late, status: 'resolved' },
      { fingerprint: 'aa', startsAt: early, status: 'resolved' },
      { fingerprint: 'bb', startsAt: late },
    ]),
  ];
  const responses = await Promise.all([...all, ...all.toReversed(), ...all].map(send));
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await open()).toEqual(['Errors of aa']);
  expect((await rows()).filter(({ title }) => title === 'Errors of bb')).toHaveLength(0);
});

test('200: a sender that still says so after ten minutes, or after a person resolved it, is believed', async () => {
  const firing = message([{ fingerprint: 'aa' }]);
  await send(firing);
  await send(message([{ fingerprint: 'aa', status: 'resolved' }]));
  system.clock.advance(9 * 60_000);
  expect((await send(firing)).body).toMatchObject({ ignored: 1 });
  system.clock.advance(60_000);
  expect((await send(firing)).body).toMatchObject({ opened: 1 });
  await system.services.sql`update alert set resolved_at = ${system.clock.now()} where resolved_at is null`;
  expect((await send(firing)).body).toMatchObject({ opened: 1 });
  expect(await entries()).toEqual(['fired', 'resolved', 'reopened', 'reopened']);
});

test('200: what an attempt got through before it failed is not done again by the next', async () => {
  const many = Array.from({ length: 120 }, (_, i) => ({ fingerprint: `f${i}` }));
  await send(message(many.slice(0, 50)));
  const response = await send(message(many));
  expect(response.body).toMatchObject({ opened: 70, seen: 50 });
  expect(await open()).toHaveLength(120);
});

test('200 and 422: the plain webhook opens and resolves by dedup_key; what is refused is noted with its reason', async () => {
  const post = (body: unknown) => system.api('POST', '/api/v1/alerts/incoming', { key, body });
  const disk = { title: 'Disk is full', severity: 'critical', dedup_key: 'disk', url: 'https://x.test/1' };
  expect((await post(disk)).body).toMatchObject({ opened: 1 });
  expect((await post({ ...disk, title: 'Disk is fuller', status: 'resolved' })).body).toMatchObject({ resolved: 1 });
  expect(await post({ severity: 'page' })).toMatchObject({ status: 422 });
  expect(await post({ title: 'x', url: 'javascript:alert(1)' })).toMatchObject({ status: 422 });
  const broken = await system.api('POST', '/api/v1/alerts/incoming', { key, raw: '{"title":' });
  expect(broken.status).toBe(400);
  expect(await note()).toMatchObject([
    { source: 'webhook', received: 2, problem: expect.stringMatching(/valid JSON/) },
  ]);
});

test('202: an Opsgenie client opens with its GenieKey and closes by alias', async () => {
  const genie = { headers: { authorization: `GenieKey ${key}` } };
  const body = {
    message: 'Queue is full',
    alias: 'eu/queue',
    priority: 'P2',
    responders: [{ type: 'team', name: 'x' }],
  };
  const created = await system.api('POST', '/v2/alerts', { ...genie, body });
  expect(created).toMatchObject({
    status: 202,
    body: { result: 'Request will be processed', took: expect.any(Number), requestId: expect.any(String) },
  });
  expect(await open()).toEqual(['Queue is full']);
  const close = '/v2/alerts/eu%2Fqueue/close';
  expect((await system.api('POST', `${close}?identifierType=tiny`, { ...genie, body: {} })).status).toBe(422);
  expect(
    (await system.api('POST', `${close}?identifierType=alias`, { ...genie, body: { note: 'drained' } })).status,
  ).toBe(202);
  expect(await open()).toEqual([]);
  const unknown = await system.api('POST', '/v2/alerts/other/close?identifierType=alias', { ...genie, body: {} });
  expect(unknown.status).toBe(404);
  const elsewhere = await system.api('POST', '/api/v1/alerts/incoming', { ...genie, body: { title: 'x' } });
  expect(elsewhere.status).toBe(401);
});

test('403 and two projects: a key to read cannot send, and the same fingerprint is two alerts', async () => {
  const reader = await system.key(['read']);
  const body = message([{ fingerprint: 'aa' }]);
  expect((await system.api('POST', '/api/v1/alerts/alertmanager', { key: reader, body })).status).toBe(403);
  const other = await system.key(['ingest'], { project: 'other' });
  await send(body);
  expect((await system.api('POST', '/api/v1/alerts/alertmanager', { key: other, body })).body).toMatchObject({
    opened: 1,
  });
});

test('503 and never 429: while too many bodies are under way, and to be sent again', async () => {
  const raw = gzipSync(Buffer.alloc(200_000, ' '));
  const responses = await Promise.all(
    Array.from({ length: 20 }, () =>
      system.api('POST', '/api/v1/alerts/alertmanager', { key, raw, headers: { 'content-encoding': 'gzip' } }),
    ),
  );
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([400, 503]));
  const refused = responses.filter(({ status }) => status === 503);
  for (const { body, headers } of refused) expect([body.code, headers.get('retry-after')]).toEqual(['busy', '5']);
});
