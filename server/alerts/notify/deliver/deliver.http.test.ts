import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendAgain } from '#server/alerts/notify/channels/write-channel.ts';
import { tellDueGroups } from '#server/alerts/notify/tell-group.ts';
import { openEgress } from '#server/platform/egress/egress.ts';
import { MAIL_CERTIFICATE } from '#test/builders/mail-certificate.ts';
import { CHANNELS, MIN, type NotifySetup, notifySetup, startNotifySystem } from '#test/builders/notify-setup.ts';
import { startMailServer, startReceiver, status } from '#test/builders/receivers.ts';
import type { System } from '#test/harness/system.ts';
import { makeDeliverer } from './deliver.ts';
import { pruneNotifications } from './prune-notifications.ts';

const DAY = 24 * 60 * MIN;
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

/** Another process that sends what is due and ends. */
const deliverOnce = (env: Record<string, string> = {}) =>
  spawn(process.execPath, [join(import.meta.dirname, '../../../../test/harness/deliver-once.ts')], {
    env: {
      ...process.env,
      ...{ DATABASE_URL: system.databaseUrl, SWITCHYARD_DATA: system.dataDir },
      ...{ EGRESS_ALLOW: '127.0.0.1', LOG_LEVEL: 'silent', ...env },
    },
    stdio: 'ignore',
  });

describe('a receiver that fails', () => {
  it('is tried again after 5 s, 5 min and 30 min with the same id, and the log says why', async () => {
    setup.receiver.respond(status(500, 'broken <b>here</b>'));
    const { id } = await setup.channel();
    await setup.fire();
    await setup.work(30_000);
    await setup.work(6_000);
    await setup.work(6 * MIN);
    setup.receiver.respond(status(204));
    await setup.work(36 * MIN);
    const ids = new Set(
      setup.receiver.got.filter(({ text }) => text.includes('"first"')).map(({ headers }) => headers['webhook-id']),
    );
    expect([setup.receiver.got.length >= 4, ids.size]).toEqual([true, 1]);
    const first = (await setup.log(id)).find(({ reason }) => reason === 'first');
    expect(first).toMatchObject({ state: 'delivered' });
    expect(first?.tries[0]).toMatchObject({ status: 500, outcome: 'retry', response: 'broken <b>here</b>' });
  });

  it('redirects: nothing is sent to the other address', async () => {
    const elsewhere = await startReceiver();
    setup.receiver.respond(status(301, '', { location: elsewhere.url }));
    const { id } = await setup.channel();
    await setup.fire();
    await setup.work(30_000);
    expect([elsewhere.got.length, (await setup.log(id))[0]?.state]).toEqual([0, 'waiting']);
    await elsewhere.close();
  });

  it('answers 410: the channel is disabled, with an audit row, and enabled by a person', async () => {
    setup.receiver.respond(status(410));
    const { id } = await setup.channel();
    await setup.fire();
    await setup.work(30_000);
    const [found] = (await setup.send('GET', CHANNELS)).body.data;
    expect([found.enabled, found.disabled_reason]).toEqual([false, expect.stringContaining('410')]);
    const audits = await system.services.sql`select action from audit_row where object_id = ${id} order by seq`;
    expect(audits.map(({ action }) => action)).toEqual(['channel.create', 'channel.disable']);
    setup.receiver.respond(status(200));
    expect((await setup.send('PATCH', `${CHANNELS}/${id}`, { enabled: true })).body.disabled_reason).toBeNull();
    const [refused] = await setup.log(id);
    await sendAgain(setup.ctx(), refused?.id ?? '');
    await setup.work();
    expect((await setup.log(id))[0]).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('answers with 1 GB: 64 kB are read, and it counts as delivered', async () => {
    let written = 0;
    setup.receiver.respond((_, response) => {
      const part = Buffer.alloc(1_000_000, 'x');
      const more = () => {
        while (written < 1_000_000_000 && !response.destroyed) {
          written += part.length;
          if (!response.write(part)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const { id } = await setup.channel();
    await setup.fire();
    await setup.work(30_000);
    expect([(await setup.log(id))[0]?.state, written < 50_000_000]).toEqual(['delivered', true]);
  });

  it('hangs: another channel is told meanwhile, and it is tried again', async () => {
    const other = await startReceiver();
    const { id } = await setup.channel();
    await setup.channel({ kind: 'webhook', url: `${other.url}/hook` });
    await setup.fire();
    await setup.work(29_000);
    const asked = new Promise((resolve) => setup.receiver.respond(resolve));
    system.clock.advance(1_000);
    await tellDueGroups(system.services);
    const deliverer = makeDeliverer(system.services);
    await deliverer.turn();
    await asked;
    await expect.poll(() => other.got.length, { interval: 5 }).toBe(1);
    expect((await setup.log(id))[0]).toMatchObject({ state: 'waiting', attempts: 1, tries: [] });
    await setup.receiver.close();
    await deliverer.idle();
    expect((await setup.log(id))[0]).toMatchObject({ state: 'waiting', tries: [{ outcome: 'retry', status: null }] });
    await other.close();
  });

  it('has an address that is not allowed any more by the time it is sent: blocked, and not tried again', async () => {
    const { id } = await setup.channel();
    await setup.fire();
    await setup.work(29_000);
    const egress = openEgress([], async () => [{ address: '127.0.0.1', family: 4 }]);
    system.clock.advance(1_000);
    await tellDueGroups(system.services);
    const deliverer = makeDeliverer({ ...system.services, egress });
    while (await deliverer.turn()) await deliverer.idle();
    expect([setup.receiver.got.length, (await setup.log(id))[0]?.state]).toEqual([0, 'blocked']);
    await egress.close();
  });
});

it('notifications that ended more than 90 days ago are deleted with their attempts, and no other', async () => {
  const { id } = await setup.channel();
  await setup.send('POST', `${CHANNELS}/${id}/test`, {});
  await setup.work();
  const start = system.clock.now();
  system.clock.advance(89 * 24 * 60 * MIN);
  const later = await setup.send('POST', `${CHANNELS}/${id}/test`, {});
  await setup.work();
  expect([await pruneNotifications(system.services), (await setup.log(id)).length]).toEqual([false, 2]);
  system.clock.advance(2 * 24 * 60 * MIN);
  await pruneNotifications(system.services);
  expect((await setup.log(id)).map((one) => one.id)).toEqual([later.body.notification_id]);
  system.clock.set(start);
});

describe('late and out of hours', () => {
  it('what a worker that was away finds is told at once, with how late it is; pages too', async () => {
    const { id } = await setup.channel();
    await setup.fire();
    system.clock.advance(60 * MIN);
    await setup.work();
    expect(setup.reasons()).toEqual(['first']);
    expect(setup.receiver.got[0]?.body).toMatchObject({ data: { late_minutes: 59 } });
    expect((await setup.log(id))[0]?.line).not.toContain('late');
  });

  it('tickets wait for the working hours of the channel', async () => {
    // In Tokyo work begins at midnight UTC, and has ended now.
    const hours = { time_zone: 'Asia/Tokyo', days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '17:00' };
    const midnight = (day: number) => new Date(Math.floor(system.clock.now().getTime() / DAY + day) * DAY);
    system.clock.set(new Date(midnight(0).getTime() + 14 * 60 * MIN));
    await setup.channel(setup.webhook(), { severities: ['page', 'ticket'], ticket_hours: hours });
    const ticket = await setup.fire({ severity: 'ticket', kind: 'retirement', prompt: null, title: 'gpt-4 retires' });
    await setup.work(30_000);
    expect(setup.reasons()).toEqual([]);
    await setup.fire();
    await setup.work(30_000);
    expect(setup.reasons()).toEqual(['first']);
    system.clock.set(midnight(1));
    await setup.work();
    const told = setup.receiver.got.find(({ text }) => text.includes(ticket.alertId));
    expect(told?.body).toMatchObject({ data: { reason: 'first', late_minutes: null } });
  });
});

it('mail by TLS, from the start and by STARTTLS: only to a server whose certificate is trusted', async () => {
  const servers = { implicit: await startMailServer('implicit'), starttls: await startMailServer('starttls') };
  const ids = await Promise.all(
    (['implicit', 'starttls'] as const).map(async (tls) => {
      const login = { user: 'us', password: 'right', from: 'yard@yard.test', to: ['team@yard.test'] };
      const at = { kind: 'email', host: '127.0.0.1', port: servers[tls].port, tls };
      const { id } = await setup.channel({ ...at, ...login });
      await setup.send('POST', `${CHANNELS}/${id}/test`, {});
      return id;
    }),
  );
  await setup.work();
  const tries = (await Promise.all(ids.map((id) => setup.log(id)))).flat().flatMap((one) => one.tries);
  expect(tries.map(({ outcome, response }) => [outcome, /self.signed certificate/i.test(response)])).toEqual(
    Array(2).fill(['retry', true]),
  );
  expect([...servers.implicit.got, ...servers.starttls.got]).toEqual([]);
  const trusted = join(system.dataDir, 'mail.pem');
  writeFileSync(trusted, MAIL_CERTIFICATE);
  system.clock.advance(10_000);
  await once(deliverOnce({ NODE_EXTRA_CA_CERTS: trusted }), 'exit');
  const got = [...servers.implicit.got, ...servers.starttls.got];
  expect(got.map(({ to, isEncrypted }) => [to, isEncrypted])).toEqual(Array(2).fill([['team@yard.test'], true]));
  await Promise.all([servers.implicit.close(), servers.starttls.close()]);
});

it('a worker that is killed while it sends loses nothing: another sends it again, with the same id', async () => {
  const { id } = await setup.channel();
  for (let round = 1; round <= 2; round += 1) {
    system.clock.set(new Date());
    const tested = await setup.send('POST', `${CHANNELS}/${id}/test`, {});
    const child = deliverOnce();
    const ended = new Promise((resolve) => child.once('exit', resolve));
    setup.receiver.respond(() => child.kill('SIGKILL'));
    await ended;
    setup.receiver.respond(status(200));
    system.clock.set(new Date(Date.now() + 25_000));
    await setup.work();
    const ids = setup.receiver.got.map(({ headers }) => headers['webhook-id']);
    expect(ids.slice(-2)).toEqual([tested.body.notification_id, tested.body.notification_id]);
    expect((await setup.log(id))[0]).toMatchObject({ state: 'delivered', attempts: 2, tries: [{ attempt: 2 }] });
  }
});
