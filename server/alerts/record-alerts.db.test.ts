import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordChange } from '#server/audit/record-change.ts';
import { actorRecord } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { makeAlert, makeFiring } from '#test/builders/alerts.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import type { Firing } from './domain/firing.ts';
import { fireAlerts } from './fire-alerts.ts';
import { acknowledgeAlert, resolveAlert, resolveByHand } from './record-alerts.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem({ now: '2026-03-02T14:00:00Z' });
});
afterAll(() => system.dispose());

const now = () => system.clock.now();
/** Fires one alert by itself. */
async function fireAlert(ctx: InTx, firing: Firing) {
  const [fired] = await fireAlerts(ctx, [firing]);
  if (!fired) throw new Error('the alert was not recorded');
  return fired;
}
const fire = (overrides: Partial<Firing>) =>
  inTransaction(system.ctx(), (ctx) => fireAlert(ctx, makeFiring(now(), overrides)));
const resolve = (alertId: string) =>
  inTransaction(system.ctx(), (ctx) => resolveAlert(ctx, { alertId, at: now(), by: null, reason: 'good again' }));
const rows = (fingerprint: string) => system.services.sql`
  select id, count, severity, resolved_at, changes, acknowledged_by from alert where fingerprint = ${fingerprint}`;
const entries = async (alertId: string) =>
  (await system.services.sql`select kind from alert_entry where alert_id = ${alertId} order by id`).map((e) => e.kind);

test('twenty that fire one fingerprint at once make one alert, with one entry and one job', async () => {
  const fingerprint = 'at-once';
  const fired = await Promise.all(Array.from({ length: 20 }, () => fire({ fingerprint })));
  expect(fired.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(new Set(fired.map(({ alertId }) => alertId)).size).toBe(1);
  expect(await rows(fingerprint)).toMatchObject([{ count: 20, resolved_at: null }]);
  const id = fired[0]?.alertId ?? '';
  expect(await entries(id)).toEqual(['fired']);
  const queued = await system.services.sql`select payload from graphile_worker._private_jobs
    where payload->>'alertId' = ${id}`;
  expect(queued).toMatchObject([{ payload: { kind: 'fired', projectId: system.project().id } }]);
});

test('what is rolled back leaves no alert and no job', async () => {
  const work = inTransaction(system.ctx(), async (ctx) => {
    await fireAlert(ctx, makeFiring(now(), { fingerprint: 'rolled-back' }));
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await rows('rolled-back')).toHaveLength(0);
});

test('within 30 minutes of its end it is the same alert, after that a new one', async () => {
  const fingerprint = 'again';
  const { alertId } = await fire({ fingerprint });
  system.clock.advance(10 * 60_000);
  expect([await resolve(alertId), await resolve(alertId)]).toEqual([true, false]);
  system.clock.advance(29 * 60_000);
  expect(await fire({ fingerprint })).toEqual({ alertId, isNew: false, isReopened: true });
  expect(await entries(alertId)).toEqual(['fired', 'resolved', 'reopened']);
  await resolve(alertId);
  system.clock.advance(30 * 60_000);
  const later = await fire({ fingerprint });
  expect(later).toMatchObject({ isNew: true, isReopened: false });
  expect(later.alertId).not.toBe(alertId);
});

test('of twenty that fire again at once, one reopens it', async () => {
  const fingerprint = 'again-at-once';
  const { alertId } = await fire({ fingerprint });
  await resolve(alertId);
  const fired = await Promise.all(Array.from({ length: 20 }, () => fire({ fingerprint })));
  expect(fired.filter(({ isReopened }) => isReopened)).toHaveLength(1);
  expect(await rows(fingerprint)).toMatchObject([{ count: 21 }]);
});

test('an open alert that becomes louder is raised, and never lowered', async () => {
  const fingerprint = 'louder';
  const { alertId } = await fire({ fingerprint, severity: 'ticket' });
  await fire({ fingerprint, severity: 'page' });
  await fire({ fingerprint, severity: 'warning' });
  expect(await rows(fingerprint)).toMatchObject([{ severity: 'page', count: 3 }]);
  expect(await entries(alertId)).toEqual(['fired', 'worse']);
});

test('of 200 at once each is as if it had fired alone: new, again, louder, reopened, and twice in one set', async () => {
  const at = now();
  const ended = new Date(at.getTime() - 5 * 60_000);
  const kinds = ['new', 'open', 'louder', 'ended', 'twice'] as const;
  const severityOf = (kind: string) => (kind === 'louder' ? 'page' : 'warning');
  const firingsOf = (by: string): Firing[] =>
    Array.from({ length: 200 }, (_, i) => {
      const kind = kinds[i % kinds.length] ?? 'new';
      const name = kind === 'twice' ? Math.floor(i / 10) : i;
      return makeFiring(at, {
        fingerprint: `${by} ${kind} ${name}`,
        title: `fired ${kind}`,
        severity: severityOf(kind),
      });
    });
  for (const { fingerprint } of [...firingsOf('set'), ...firingsOf('one')]) {
    const kind = fingerprint.split(' ')[1];
    const open = { projectId: system.project().id, fingerprint, title: 'before', severity: 'warning' as const };
    if (kind === 'open' || kind === 'louder') await makeAlert(system, open);
    if (kind === 'ended') await makeAlert(system, { ...open, openedAt: ended, resolvedAt: ended });
  }
  const together = await inTransaction(system.ctx(), (ctx) => fireAlerts(ctx, firingsOf('set')));
  const alone = await inTransaction(system.ctx(), async (ctx) => {
    const fired = [];
    for (const one of firingsOf('one')) fired.push(await fireAlert(ctx, one));
    return fired;
  });
  const outcome = ({ isNew, isReopened }: { isNew: boolean; isReopened: boolean }) => [isNew, isReopened];
  expect(together.map(outcome)).toEqual(alone.map(outcome));
  const left = (by: string) => system.services.sql`
    select substr(fingerprint, 5) as name, title, severity, count, resolved_at, last_seen_at, verdict,
        (select array_agg(kind order by e.id) from alert_entry e where e.alert_id = alert.id) as entries
      from alert where fingerprint like ${`${by} %`} order by name`;
  expect(await left('set')).toEqual(await left('one'));
  const jobs = await system.services.sql`select json_array_length(payload->'entries') as n
    from graphile_worker._private_jobs where payload->'entries' is not null order by 1`;
  expect(jobs.map(({ n }) => n)).toEqual([140]);
});

test('what changed from an hour before the first bad minute is stored, other alerts too, newest first', async () => {
  system.clock.advance(86_400_000);
  const change = (minutesAgo: number, title: string) =>
    inTransaction(system.ctx(), (ctx) =>
      recordChange(ctx, {
        ...{ at: new Date(now().getTime() - minutesAgo * 60_000), kind: 'deployment', title },
        ...{ prompt: 'search/answer', environment: 'production', path: '/prompts/search/answer' },
      }),
    );
  await change(80, 'too old');
  await change(65, 'version 31 serves');
  await change(9, 'version 32 serves');
  await fire({ fingerprint: 'the other', title: 'P99 of docs is 2.3 times its baseline' });
  await fire({ fingerprint: 'changed', impactStart: new Date(now().getTime() - 8 * 60_000) });
  const [row] = await rows('changed');
  expect(row?.changes.map((one: { title: string }) => one.title)).toEqual([
    'P99 of docs is 2.3 times its baseline',
    'version 32 serves',
    'version 31 serves',
  ]);
  expect(row?.changes[0].path).toMatch(/^\/alerts\?alert=/);
});

test('what people do is audited: acknowledged once, resolved once', async () => {
  const { id } = await makeAlert(system);
  const person = await system.person({ role: 'editor', name: 'Maren' });
  const ctx = system.ctx({ person });
  await acknowledgeAlert(ctx, { id });
  expect((await acknowledgeAlert(system.ctx(), { id })).acknowledgedBy).toEqual(actorRecord(ctx.actor));
  await resolveByHand(ctx, { id, reason: 'rolled back' });
  await expect(resolveByHand(ctx, { id, reason: 'again' })).rejects.toMatchObject({ code: 'alert_resolved' });
  await expect(acknowledgeAlert(ctx, { id })).rejects.toMatchObject({ code: 'alert_resolved' });
  expect(await entries(id)).toEqual(['acknowledged', 'resolved']);
  const audits = await system.services.sql`select action, detail from audit_row where object_id = ${id} order by seq`;
  expect(audits.map(({ action }) => action)).toEqual(['alert.acknowledge', 'alert.resolve']);
  await expect(acknowledgeAlert(system.ctx({ project: 'other' }), { id })).rejects.toMatchObject({ status: 404 });
  await expect(acknowledgeAlert(ctx, { id: 'x' })).rejects.toMatchObject({ status: 404 });
});
