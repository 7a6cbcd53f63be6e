import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { endAlert, makeAlert } from '#test/builders/notify-alerts.ts';
import { MIN, type NotifySetup, notifySetup, SILENCES, startNotifySystem } from '#test/builders/notify-setup.ts';
import type { System } from '#test/harness/system.ts';
import { escalateAll } from './on-call/escalate.ts';
import { readOnCallPage } from './on-call/read-on-call-page.ts';
import { addOverride, saveRotation, saveSteps } from './on-call/write-on-call.ts';
import { readStory } from './read-story.ts';

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

describe('a group', () => {
  it('is told once after 30 s, with what changed and the link, again as it grows, and when it is over', async () => {
    await setup.channel();
    const changes = [
      { at: '2026-11-24T14:04:00.000Z', title: 'orders/extract 30 → 32 to production', path: '/promotions/7' },
    ];
    const a = await setup.fire({ changes });
    await setup.work(29_000);
    expect(setup.receiver.got).toHaveLength(0);
    await setup.work(1_000);
    expect(setup.reasons()).toEqual(['first']);
    expect(setup.receiver.got[0]?.body).toMatchObject({
      type: 'alert.notification',
      data: {
        url: `https://yard.test/p/${setup.project}/alerts?alert=${a.alertId}`,
        what_changed: [
          { title: 'orders/extract 30 → 32 to production', url: `https://yard.test/p/${setup.project}/promotions/7` },
        ],
        firing_total: 1,
      },
    });
    const b = await setup.fire();
    await setup.work(MIN);
    expect(setup.reasons()).toEqual(['first']);
    await setup.work(4 * MIN);
    expect(setup.reasons()).toEqual(['first', 'added']);
    await endAlert(system, a);
    await setup.work(5 * MIN);
    await endAlert(system, b);
    await setup.work(5 * MIN);
    expect(setup.reasons()).toEqual(['first', 'added', 'resolved_some', 'resolved_all']);
    await setup.work(24 * 60 * MIN);
    expect(setup.receiver.got).toHaveLength(4);
  });

  it('of 10,000 alerts at once in 8 groups is one notification a group within 60 s, and none is lost', async () => {
    await setup.channel();
    const { sql } = system.services;
    const projectId = system.project(setup.project).id;
    const at = system.services.clock.now();
    await sql`insert into alert (id, project_id, source, fingerprint, kind, severity, title, labels, prompt, environment, evidence,
        changes, opened_at, last_seen_at, count, is_flapping, is_without_data)
      select gen_random_uuid(), ${projectId}, 'event', ${setup.project} || n, 'quality', 'page', 'alert ' || n,
        jsonb_build_object('n', n::text), 'prompt/' || n % 8, 'production', '{}', '[]', ${at}, ${at}, 1, false, false
      from generate_series(1, 10000) n`;
    // The other jobs stand behind these two in the queue: whatever is told does not wait for them.
    await sql`select graphile_worker.add_job('alert.entry',
      json_build_object('projectId', project_id, 'alertId', id, 'entryId', 1, 'kind', 'fired'))
      from (select * from alert where project_id = ${projectId} and prompt = 'prompt/3' limit 2) first`;
    const started = performance.now();
    await setup.work();
    await setup.work(30_000);
    const tookS = (performance.now() - started) / 1000;
    expect(setup.reasons()).toEqual(Array.from({ length: 8 }, () => 'first'));
    const totals = setup.receiver.got.map(({ body }) => (body as { data: { firing_total: number } }).data.firing_total);
    expect(totals.reduce((sum, one) => sum + one, 0)).toBe(10_000);
    expect(Math.max(...setup.receiver.got.map(({ text }) => text.length))).toBeLessThan(20_000);
    expect(tookS + 30).toBeLessThan(60);
    await sql`select graphile_worker.add_job('alert.entry',
      json_build_object('projectId', project_id, 'alertId', id, 'entryId', 1, 'kind', 'fired'))
      from (select * from alert where project_id = ${projectId} limit 40) later`;
    await setup.work(10 * MIN);
    expect(setup.receiver.got).toHaveLength(8);
    await sql`update alert set resolved_at = ${at} where project_id = ${projectId}`;
  });

  it('of 120 alerts in one message of Alertmanager is one notification a group, and none for the message again', async () => {
    await setup.channel();
    const key = await system.key(['ingest'], { project: setup.project });
    const startsAt = new Date(system.services.clock.now().getTime() - MIN).toISOString();
    const message = (status: 'firing' | 'resolved') => ({
      ...{ version: '4', groupKey: 'flood', status },
      alerts: Array.from({ length: 120 }, (_, n) => ({
        ...{ status, startsAt, fingerprint: `f${n}`, labels: { alertname: `alert ${n}`, prompt: `prompt/${n % 4}` } },
      })),
    });
    const post = async (status: 'firing' | 'resolved') =>
      (await system.api('POST', '/api/v1/alerts/alertmanager', { key, body: message(status) })).body;
    expect(await post('firing')).toMatchObject({ opened: 120 });
    expect(await post('firing')).toMatchObject({ opened: 0, seen: 120 });
    await setup.work(30_000);
    expect(await post('firing')).toMatchObject({ opened: 0, seen: 120 });
    await setup.work(10 * MIN);
    expect(setup.reasons()).toEqual(['first', 'first', 'first', 'first']);
    const totals = setup.receiver.got.map(({ body }) => (body as { data: { firing_total: number } }).data.firing_total);
    expect(totals).toEqual([30, 30, 30, 30]);
    expect(await post('resolved')).toMatchObject({ resolved: 120 });
    await setup.work(5 * MIN);
    expect(setup.reasons().slice(4)).toEqual(Array.from({ length: 4 }, () => 'resolved_all'));
  });

  it('repeats an unacknowledged page after 30 min, and not once it is acknowledged', async () => {
    await setup.channel();
    const page = await setup.fire();
    await setup.work(30_000);
    await setup.work(30 * MIN);
    expect(setup.reasons()).toEqual(['first', 'repeat']);
    await system.services
      .sql`update alert set acknowledged_at = ${system.services.clock.now()} where id = ${page.alertId}`;
    await setup.work(24 * 60 * MIN);
    expect(setup.reasons()).toEqual(['first', 'repeat']);
  });

  it('does not tell what a page with the same labels inhibits, and names it', async () => {
    await setup.channel();
    await setup.fire();
    await setup.fire({ severity: 'warning', kind: 'feedback', title: 'schema-invalid of orders/extract' });
    await setup.work(30_000);
    expect(setup.reasons()).toEqual(['first']);
    expect(setup.receiver.got[0]?.body).toMatchObject({ data: { also_moved: ['schema-invalid of orders/extract'] } });
  });

  it('goes only to channels that want its severity', async () => {
    const { id } = await setup.channel(setup.webhook(), { severities: ['ticket'] });
    await setup.fire();
    await setup.work(30_000);
    expect(await setup.log(id)).toEqual([]);
  });
});

describe('silences', () => {
  const ends = (minutes: number) => new Date(system.services.clock.now().getTime() + minutes * MIN).toISOString();
  const matchers = [{ label: 'prompt', value: 'orders/*' }];

  test.each<[string, object, string, string]>([
    ['without an end', { ends_at: null }, '/ends_at', 'required'],
    ['past 7 days', { ends_at: '2027-11-24T14:13:00Z' }, '/ends_at', 'too_long'],
    ['without a reason', { reason: ' ' }, '/reason', 'required'],
    ['of everything', { matchers: [] }, '/matchers', 'matches_everything'],
  ])('%s: 422', async (_, given, path, code) => {
    const { status: found, body } = await setup.send('POST', SILENCES, {
      matchers,
      reason: 'moving',
      ends_at: ends(60),
      ...given,
    });
    expect([found, body.errors[0].path, body.errors[0].code]).toEqual([422, path, code]);
  });

  it('hide an alert, say what they would have hidden, and tell what still fires at their end', async () => {
    await setup.channel();
    await makeAlert(system, {
      project: setup.project,
      openedAt: new Date(Date.parse(ends(-600))),
      resolvedAt: new Date(Date.parse(ends(-590))),
    });
    const ingest = await system.key(['ingest'], { project: setup.project });
    const event = (id: string, minutes: number, rest: object) => ({
      ...{ id, at: ends(minutes), model: 'acme/m', prompt: 'orders/extract', environment: 'production', cost_usd: 0.5 },
      ...{ operation_id: id, ...rest },
    });
    const events = [
      event('a', -595, { status: 'error', error_code: 'x' }),
      event('b', -594, { status: 'error', error_code: 'x' }),
      event('c', -594, {}),
      event('later', -500, { status: 'error', error_code: 'x' }),
    ];
    const sent = await system.api('POST', '/api/v1/events', { key: ingest, body: { events } });
    expect(sent.body, JSON.stringify(sent.body)).toMatchObject({ accepted: 4 });
    const made = await setup.send('POST', SILENCES, { matchers, reason: 'moving regions', ends_at: ends(60) });
    expect([made.status, made.body.state]).toEqual([201, 'running']);
    expect(made.body.would_have_hidden).toMatchObject({
      firings: 1,
      failed_requests: 2,
      failed_cost_usd: 1,
      is_complete: true,
    });
    const hidden = await setup.fire();
    const other = await setup.fire({ prompt: 'search/answer', title: 'quality of search/answer' });
    await setup.work(30_000);
    expect(setup.receiver.got.map(({ body }) => (body as { data: { prompt: string } }).data.prompt)).toEqual([
      'search/answer',
    ]);
    expect((await setup.send('GET', SILENCES)).body.data[0]).toMatchObject({
      hides_now: 1,
      would_have_hidden: { firings: 2 },
    });
    await endAlert(system, other);
    await setup.work(60 * MIN);
    expect(setup.reasons()).toContain('first');
    expect(setup.receiver.got.at(-1)?.text + String(setup.receiver.got.at(-2)?.text)).toContain(hidden.alertId);
    const entries = await system.services
      .sql`select kind from alert_entry where alert_id = ${hidden.alertId} order by id`;
    expect(entries.map(({ kind }) => kind)).toEqual(['fired', 'silenced', 'unsilenced']);
    const story = await readStory(setup.ctx(), { id: hidden.alertId });
    expect(story.entries.map(({ kind }) => kind)).toEqual(['unsilenced', 'silenced', 'fired']);
    expect(story.told).toMatchObject([{ reason: 'first', state: 'delivered', channel: expect.stringMatching(/^c/) }]);
  });

  it('end early by PATCH, once', async () => {
    const { body } = await setup.send('POST', SILENCES, { matchers, reason: 'moving regions', ends_at: ends(60) });
    const ended = await setup.send('PATCH', `${SILENCES}/${body.id}`, { ends_at: ends(-5) });
    expect([ended.status, ended.body.state]).toEqual([200, 'over']);
    const again = await setup.send('PATCH', `${SILENCES}/${body.id}`, { reason: 'later' });
    expect([again.status, again.body.code]).toEqual([409, 'silence_over']);
  });
});

describe('a page that nobody acknowledges', () => {
  it('goes to the next step after its minutes, once, and stops when it is acknowledged', async () => {
    await setup.channel();
    const [kenji, maren] = [
      await system.person({ role: 'editor', name: 'Kenji', project: setup.project }),
      await system.person({ role: 'editor', name: 'Maren', project: setup.project }),
    ];
    const rotation = {
      people: [kenji.id],
      timeZone: 'Europe/Berlin',
      handOverDay: 1,
      handOverMinute: 540,
      startsOn: '2026-11-23',
    };
    const { id } = await saveRotation(setup.ctx(), { name: 'first', ...rotation });
    await saveSteps(setup.ctx(), {
      steps: [
        { afterMinutes: 0, rotationId: id },
        { afterMinutes: 10, personId: maren.id },
      ],
    });
    const page = await setup.fire();
    await escalateAll(system.services);
    await setup.work(30_000);
    expect(setup.receiver.got[0]?.body).toMatchObject({ data: { on_call: 'Kenji' } });
    await setup.work(9 * MIN);
    await escalateAll(system.services);
    await setup.work();
    expect(setup.reasons()).toEqual(['first']);
    await setup.work(MIN);
    await Promise.all([escalateAll(system.services), escalateAll(system.services)]);
    await setup.work();
    expect(setup.reasons()).toEqual(['first', 'escalated']);
    expect(setup.receiver.got[1]?.body).toMatchObject({ data: { on_call: 'Maren' } });
    const entries = await system.services
      .sql`select kind from alert_entry where alert_id = ${page.alertId} order by id`;
    expect(entries.map(({ kind }) => kind)).toEqual(['fired', 'escalated']);
    const { rotations, steps, pages, pagedAt } = await readOnCallPage(setup.ctx());
    expect([rotations[0]?.now?.name, steps.map(({ name }) => name), pages.length, pagedAt]).toEqual([
      'Kenji',
      ['Kenji', 'Maren'],
      2,
      expect.any(Date),
    ]);
    const now = system.services.clock.now();
    await addOverride(setup.ctx(), {
      rotationId: id,
      personId: maren.id,
      startsAt: now.toISOString(),
      endsAt: new Date(now.getTime() + 60 * MIN).toISOString(),
    });
    expect((await readOnCallPage(setup.ctx())).rotations[0]?.now).toMatchObject({
      name: 'Maren',
      next: 'Kenji',
      isOverride: true,
    });
  });

  it('is refused a rotation of strangers, of an unknown time zone, and steps that do not grow', async () => {
    const base = { name: 'x', timeZone: 'Europe/Berlin', handOverDay: 1, handOverMinute: 0, startsOn: '2026-11-23' };
    const stranger = '00000000-0000-4000-8000-000000000000';
    await expect(saveRotation(setup.ctx(), { ...base, people: [stranger] })).rejects.toMatchObject({ status: 422 });
    await expect(
      saveRotation(setup.ctx(), { ...base, timeZone: 'Mars/Olympus', people: [stranger] }),
    ).rejects.toMatchObject({
      status: 422,
    });
    await expect(saveSteps(setup.ctx(), { steps: [{ afterMinutes: 5 }] })).rejects.toMatchObject({ status: 422 });
  });
});
