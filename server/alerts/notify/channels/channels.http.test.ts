import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepAlertmanagers, sendChanges } from '#server/alerts/notify/deliver/keep-sending.ts';
import { saveRotation } from '#server/alerts/notify/on-call/write-on-call.ts';
import { acknowledgeAlert } from '#server/alerts/record-alerts.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { webhookHeaders } from '#server/platform/egress/standard-webhook.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { endAlert } from '#test/builders/notify-alerts.ts';
import { CHANNELS, MIN, type NotifySetup, notifySetup, startNotifySystem } from '#test/builders/notify-setup.ts';
import {
  alertmanagerSchema,
  incidentIoSchema,
  pagerDutySchemas,
  slackSchema,
  startMailServer,
  status,
  strict,
  teamsSchema,
} from '#test/builders/receivers.ts';
import type { System } from '#test/harness/system.ts';

let system: System;
let setup: NotifySetup;
beforeAll(async () => {
  system = await startNotifySystem();
});
afterAll(() => system.dispose());
beforeEach(async () => {
  setup = await notifySetup(system);
});
afterEach(() => setup.close());

const MAIL = { kind: 'email', from: 'a@b.test', to: ['c@d.test'] };
describe('POST /api/v1/channels', () => {
  test('201: the secret of a webhook once, and its address never again', async () => {
    const url = `${setup.receiver.url}/hook/PLANTED-TOKEN-1`;
    const made = await setup.send('POST', CHANNELS, { name: 'data lake', target: { kind: 'webhook', url } });
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ kind: 'webhook', enabled: true, waiting: 0 }),
    ]);
    expect(made.body.secret).toMatch(/^whsec_/);
    const read = await setup.send('GET', CHANNELS);
    const audits = await system.services.sql`select detail from audit_row where action = 'channel.create'`;
    const rows = await system.services.sql`select * from channel where name = 'data lake'`;
    for (const text of [made, read].map(({ body }) => JSON.stringify(body)).concat(JSON.stringify([audits, rows]))) {
      expect(text).not.toContain('PLANTED-TOKEN-1');
    }
    expect(JSON.stringify([read.body, rows])).not.toContain(made.body.secret.slice(6));
    expect(read.body.data[0].leads_to).toBe(new URL(url).host);
  });

  test.each<[string, object, string, string]>([
    ['a private address', { kind: 'webhook', url: 'https://10.0.0.8/hook' }, '/target/url', 'url_not_allowed'],
    ['metadata of a cloud', { kind: 'slack', url: 'http://169.254.169.254/latest' }, '/target/url', 'url_not_allowed'],
    ['a private IPv6', { kind: 'teams', url: 'https://[::ffff:10.0.0.8]/x' }, '/target/url', 'url_not_allowed'],
    [
      'a password in the address',
      { kind: 'slack', url: 'https://a:b@hooks.example/x' },
      '/target/url',
      'url_not_allowed',
    ],
    ['a routing key that is none', { kind: 'pagerduty', routing_key: 'short' }, '/target/routing_key', 'invalid'],
    ['private mail', { ...MAIL, host: '167772168' }, '/target/host', 'host_not_allowed'],
    ['a token of two lines', { kind: 'incident_io', url: 'https://a.test', token: 'a\nb' }, '/target/token', 'invalid'],
    ['mail to nobody', { ...MAIL, host: 'mail.test', to: [] }, '/target/to', 'required'],
  ])('422 for %s', async (_, target, path, code) => {
    const { status: found, body } = await setup.send('POST', CHANNELS, { name: 'x', target });
    expect([found, body.errors[0].path]).toEqual([422, path]);
    if (code !== 'invalid') expect(body.errors[0].code).toBe(code);
  });

  test('409 for a name that is taken; PATCH keeps the kind', async () => {
    const body = { name: 'twice', target: setup.webhook() };
    expect((await setup.send('POST', CHANNELS, body)).status).toBe(201);
    const again = await setup.send('POST', CHANNELS, body);
    expect([again.status, again.body.code]).toEqual([409, 'channel_exists']);
    const { id } = await setup.channel();
    const other = await setup.send('PATCH', `${CHANNELS}/${id}`, {
      target: { kind: 'slack', url: setup.receiver.url },
    });
    expect([other.status, other.body.errors[0].code]).toEqual([422, 'other_kind']);
    const patched = await setup.send('PATCH', `${CHANNELS}/${id}`, {
      severities: ['ticket'],
      sends_resolved: false,
      enabled: false,
    });
    expect(patched.body).toMatchObject({ severities: ['ticket'], sends_resolved: false, enabled: false, secret: null });
    const off = await setup.send('POST', `${CHANNELS}/${id}/test`, {});
    expect([off.status, off.body.code]).toEqual([409, 'channel_disabled']);
  });

  test('422 for working hours of no zone or no length; they are kept by a PATCH that does not name them', async () => {
    const hours = { time_zone: 'Europe/Berlin', days: [1], from: '09:00', to: '12:00' };
    const body = { name: 'hours', target: setup.webhook(), ticket_hours: { ...hours, time_zone: 'Mars/Olympus' } };
    const refused = await setup.send('POST', CHANNELS, body);
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, '/ticket_hours/time_zone']);
    const { body: made } = await setup.send('POST', CHANNELS, { ...body, ticket_hours: hours });
    const at = `${CHANNELS}/${made.id}`;
    const short = await setup.send('PATCH', at, { ticket_hours: { ...hours, to: '08:00' } });
    expect([short.status, short.body.errors[0].path]).toEqual([422, '/ticket_hours/to']);
    expect((await setup.send('PATCH', at, { name: 'other hours' })).body.ticket_hours).toEqual(hours);
  });

  test('its log is read, a message of it is sent again, and it is deleted with both', async () => {
    const [{ id }, other] = [await setup.channel(), await setup.channel()];
    const { body: tested } = await setup.send('POST', `${CHANNELS}/${id}/test`, {});
    await setup.work();
    const log = `${CHANNELS}/${id}/deliveries`;
    expect((await setup.send('GET', log)).body.data).toMatchObject([
      { id: tested.notification_id, reason: 'test', state: 'delivered', attempts: [{ status: 200 }] },
    ]);
    const replay = (of: string, notification: string) =>
      setup.send('POST', `${CHANNELS}/${of}/deliveries/${notification}/replay`, {});
    expect((await replay(id, tested.notification_id)).status).toBe(202);
    await setup.work();
    expect(setup.receiver.got.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(2).fill(tested.notification_id),
    );
    expect((await replay(other.id, tested.notification_id)).status).toBe(404);
    await replay(id, tested.notification_id);
    expect((await setup.send('DELETE', `${CHANNELS}/${id}`)).body).toEqual({ id });
    await setup.work();
    expect(setup.receiver.got).toHaveLength(2);
    expect([(await setup.send('GET', log)).status, (await setup.send('DELETE', `${CHANNELS}/${id}`)).status]).toEqual([
      404, 404,
    ]);
    const audits = await system.services.sql`select action from audit_row where object_id = ${id} order by seq`;
    expect(audits.map(({ action }) => action)).toEqual(['channel.create', 'channel.test', 'channel.delete']);
  });

  test('its test is delivered, signed so that the standardwebhooks package verifies it', async () => {
    const { id, secret } = await setup.channel();
    const tested = await setup.send('POST', `${CHANNELS}/${id}/test`, {});
    expect([tested.status, tested.body.state]).toEqual([202, 'waiting']);
    await setup.work();
    const [message] = setup.receiver.got;
    expect(message?.headers['webhook-id']).toBe(tested.body.notification_id);
    // The package compares the time with its own clock, so the signature is made again for now, and that of then compared.
    const at = new Date();
    const made = webhookHeaders(secret, { id: 'm', at, body: message?.text ?? '' });
    expect(new Webhook(secret ?? '').verify(message?.text ?? '', made)).toMatchObject({ type: 'test' });
    const then = { id: tested.body.notification_id, at: system.services.clock.now(), body: message?.text ?? '' };
    expect(message?.headers['webhook-signature']).toBe(webhookHeaders(secret, then)['webhook-signature']);
    expect(await setup.log(id)).toMatchObject([
      { state: 'delivered', reason: 'test', tries: [{ status: 200, outcome: 'delivered' }] },
    ]);
  });

  test('signs as the published vector of Standard Webhooks', () => {
    const headers = webhookHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
    });
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});

describe('every kind of channel fits its receiver', () => {
  const hostile = {
    title: `<!channel> ${'long & <b>title</b> '.repeat(400)}`,
    labels: { 'a-b': 'x', '1c': 'y', empty: '' },
  };
  const changes = Array.from({ length: 9 }, (_, i) => ({
    at: '2026-11-24T14:04:00Z',
    title: `change ${i} ${'x'.repeat(900)}`,
    path: '/prompts',
  }));

  test.each<[string, (url: string) => object, Parameters<typeof strict>[0]]>([
    ['slack', (url) => ({ kind: 'slack', url: `${url}/services/T0/B0/x` }), { '/services/T0/B0/x': slackSchema }],
    ['teams', (url) => ({ kind: 'teams', url: `${url}/workflows/1` }), { '/workflows/1': teamsSchema }],
    ['pagerduty', (url) => ({ kind: 'pagerduty', url, routing_key: 'k'.repeat(32) }), pagerDutySchemas],
    [
      'incident_io',
      (url) => ({ kind: 'incident_io', url: `${url}/v2/alert_events/http/1`, token: 't' }),
      { '/v2/alert_events/http/1': incidentIoSchema },
    ],
    ['alertmanager', (url) => ({ kind: 'alertmanager', url }), { '/api/v2/alerts': alertmanagerSchema }],
  ])('%s', async (name, target, schemas) => {
    setup.receiver.respond(strict(schemas, 200, name === 'teams' ? 28_000 : 500_000));
    const { id } = await setup.channel(target(setup.receiver.url));
    const made = await Promise.all(Array.from({ length: 22 }, () => setup.fire({ ...hostile, changes })));
    await setup.work(30_000);
    await Promise.all(made.map((one) => endAlert(system, one)));
    await setup.work(5 * MIN);
    await setup.work(30 * MIN);
    const found = await setup.log(id);
    expect(found.map(({ state, reason, tries }) => [reason, state, tries.at(-1)?.response])).toEqual([
      ['resolved_all', 'delivered', 'ok'],
      ['first', 'delivered', 'ok'],
    ]);
    expect(setup.receiver.got.map(({ text }) => text).join()).not.toContain('<!channel>"');
  });

  test('pagerduty: a resolve is held back for 30 min, an alert that reopens within pages nobody, and changes are events', async () => {
    setup.receiver.respond(strict(pagerDutySchemas, 202));
    await setup.channel({ kind: 'pagerduty', url: setup.receiver.url, routing_key: 'k'.repeat(32) });
    const page = await setup.fire();
    await setup.work(30_000);
    await endAlert(system, page);
    await setup.work(6 * MIN);
    await system.services.sql`update alert set resolved_at = null where id = ${page.alertId}`;
    await setup.work(20 * MIN);
    expect(setup.receiver.got).toHaveLength(1);
    await endAlert(system, page);
    await setup.work(29 * MIN);
    const actions = () =>
      setup.receiver.got.map(({ body }) => (body as { event_action?: string }).event_action ?? 'change');
    expect(actions().filter((one) => one === 'resolve')).toEqual([]);
    await setup.work(2 * MIN);
    expect(actions().at(-1)).toBe('resolve');
    const change = { kind: 'deployment' as const, prompt: 'a', title: 'a v3 serves production', path: '/prompts/a' };
    await inTransaction(setup.ctx(), (inner) => recordChange(inner, change));
    for (let i = 0; i < 3; i += 1) {
      await sendChanges(system.services);
      await setup.work(MIN);
    }
    expect(actions().filter((one) => one === 'change')).toEqual(['change']);
    setup.receiver.respond(status(500));
    await inTransaction(setup.ctx(), (inner) => recordChange(inner, { ...change, title: 'a v4 serves production' }));
    await sendChanges(system.services);
    await setup.work();
    await setup.work(6_000);
    for (let turn = 0; turn < 5; turn += 1) {
      await sendChanges(system.services);
      await setup.work(10_000);
    }
    expect(actions().filter((one) => one === 'change')).toHaveLength(3);
  });

  test('pagerduty: an acknowledgement here is one there, once all of the group are', async () => {
    setup.receiver.respond(strict(pagerDutySchemas, 202));
    await setup.channel({ kind: 'pagerduty', url: setup.receiver.url, routing_key: 'k'.repeat(32) });
    const pages = [await setup.fire(), await setup.fire()];
    await setup.work(30_000);
    for (const { alertId } of pages) {
      await acknowledgeAlert(setup.ctx(), { id: alertId });
      await setup.work(1_000);
    }
    await setup.work(MIN);
    const bodies = setup.receiver.got.map(({ body }) => body as { event_action: string; dedup_key: string });
    expect(bodies.map((one) => one.event_action)).toEqual(['trigger', 'acknowledge']);
    expect(new Set(bodies.map((one) => one.dedup_key)).size).toBe(1);
  });

  test('alertmanager: everything that fires is sent again each minute, to end four minutes later', async () => {
    setup.receiver.respond(strict({ '/api/v2/alerts': alertmanagerSchema }));
    await setup.channel({ kind: 'alertmanager', url: setup.receiver.url });
    const page = await setup.fire();
    const sent = async (ms: number) => {
      system.clock.advance(ms);
      await keepAlertmanagers(system.services);
      return setup.receiver.got.length;
    };
    expect([await sent(0), await sent(59_000), await sent(1_000)]).toEqual([1, 1, 2]);
    const now = system.services.clock.now().getTime();
    expect(setup.receiver.got[1]?.body).toMatchObject([
      { labels: { prompt: 'orders/extract' }, endsAt: new Date(now + 4 * MIN).toISOString() },
    ]);
    await endAlert(system, page);
    await sent(MIN);
    expect(setup.receiver.got[2]?.body).toMatchObject([{ endsAt: new Date(now).toISOString() }]);
  });

  test('mail: through a real SMTP server, a page also to who is on call; nobody@ is refused for good', async () => {
    const mail = await startMailServer();
    const target = {
      kind: 'email',
      host: '127.0.0.1',
      port: mail.port,
      user: 'us',
      password: 'right',
      from: 'yard@yard.test',
    };
    await setup.channel({ ...target, to: ['team@yard.test'], on_call: true });
    const { id } = await setup.channel({ ...target, to: ['nobody@yard.test'] });
    const kenji = await system.person({ role: 'editor', name: 'Kenji', project: setup.project });
    await saveRotation(setup.ctx(), {
      name: 'first',
      people: [kenji.id],
      timeZone: 'Europe/Berlin',
      handOverDay: 1,
      handOverMinute: 540,
      startsOn: '2026-11-23',
    });
    await setup.fire({ title: 'quality\r\nBcc: all@yard.test', changes });
    await setup.work(30_000);
    const [first] = mail.got;
    expect([first?.from, first?.to]).toEqual(['yard@yard.test', ['team@yard.test', kenji.email]]);
    expect(first?.text).toContain('What changed in the hour before');
    expect(first?.text).not.toMatch(/^Bcc:/m);
    expect(await setup.log(id)).toMatchObject([{ state: 'refused', tries: [{ status: 550 }] }]);
    await mail.close();
  });
});
