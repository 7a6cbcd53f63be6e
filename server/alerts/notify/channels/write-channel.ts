import { randomBytes } from 'node:crypto';
import { and, count, eq, sql } from 'drizzle-orm';
import { channel, notification } from '#db/schema/notify.ts';
import type { ChannelChange, ChannelEntry, ChannelTargetEntry } from '#server/alerts/notify/contract.ts';
import {
  type ChannelTarget,
  hintOf,
  PAGERDUTY_URL,
  placeOfChannel,
} from '#server/alerts/notify/domain/channel-target.ts';
import { hoursProblem, type WorkingHours } from '#server/alerts/notify/domain/working-hours.ts';
import { makeAllDue } from '#server/alerts/notify/note-entry.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { allowedUrl, requireMailHost } from '#server/platform/egress/egress.ts';
import { conflict, invalid, notFound } from '#server/platform/faults.ts';
import { isUuid, newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { seal } from '#server/platform/seal.ts';

export type ChannelRow = typeof channel.$inferSelect;

/** Most channels of a project: every alert is held against each. */
const CHANNELS_MAX = 50;

/**
 * Makes a channel. Returns it with the signing secret of a webhook, which is not shown again. 409 `channel_exists` for a
 * name that is taken, `too_many_channels` past 50; 422 `url_not_allowed` and `host_not_allowed` for an address that this
 * installation may not send to.
 */
export async function createChannel(
  ctx: Ctx,
  entry: ChannelEntry,
): Promise<{ row: ChannelRow; secret: string | null }> {
  const target = checkTarget(ctx, entry.target);
  checkHours(entry.ticket_hours);
  try {
    return await inTransaction(ctx, async (ctx) => {
      const now = ctx.clock.now();
      const id = newId();
      const [row] = await ctx.db
        .insert(channel)
        .values({
          ...{ id, projectId: ctx.project.id, name: entry.name, kind: target.kind, enabled: true },
          ...{ severities: [...new Set(entry.severities)], sendsResolved: entry.sends_resolved },
          ...sealedOf(ctx, id, target),
          ticketHours: entry.ticket_hours,
          changesAfter: wantsChanges(entry.target) ? now : null,
          ...{ createdAt: now, updatedAt: now },
        })
        .returning();
      if (!row) throw new Error('The channel was not inserted.');
      const [mine] = await ctx.db.select({ n: count() }).from(channel).where(eq(channel.projectId, ctx.project.id));
      if ((mine?.n ?? 0) > CHANNELS_MAX) {
        throw conflict('too_many_channels', `A project has at most ${CHANNELS_MAX} channels. Change one of them.`);
      }
      await appendAudit(ctx, { action: 'channel.create', object: { kind: 'channel', id }, detail: auditOf(row) });
      return { row, secret: target.kind === 'webhook' ? target.secret : null };
    });
  } catch (error) {
    throw nameTaken(error, entry.name);
  }
}

/**
 * Changes the fields that a body has. A new target replaces address and secrets as a whole; a webhook keeps its secret
 * only where it is given again. Enabling a channel that its receiver disabled makes its groups due. 404 unknown; 409 and
 * 422 as on creation, 422 `other_kind` for a target of another kind.
 */
export async function updateChannel(
  ctx: Ctx,
  id: string,
  change: ChannelChange,
): Promise<{ row: ChannelRow; secret: string | null }> {
  const target = change.target === undefined ? null : checkTarget(ctx, change.target);
  checkHours(change.ticket_hours ?? null);
  try {
    return await inTransaction(ctx, async (ctx) => {
      const before = await lockChannel(ctx, id);
      const now = ctx.clock.now();
      if (target !== null && target.kind !== before.kind) {
        throw invalid(
          '/target/kind',
          'other_kind',
          `/target/kind must stay ${before.kind}. Make another channel for another kind.`,
        );
      }
      const isBack = change.enabled === true && !before.enabled;
      const [row] = await ctx.db
        .update(channel)
        .set({
          name: change.name ?? before.name,
          severities: change.severities === undefined ? before.severities : [...new Set(change.severities)],
          sendsResolved: change.sends_resolved ?? before.sendsResolved,
          enabled: change.enabled ?? before.enabled,
          ticketHours: change.ticket_hours === undefined ? before.ticketHours : change.ticket_hours,
          ...(isBack ? { disabledReason: null, failingSince: null } : {}),
          ...(target === null ? {} : sealedOf(ctx, before.id, target)),
          ...(change.target === undefined
            ? {}
            : { changesAfter: wantsChanges(change.target) ? (before.changesAfter ?? now) : null }),
          updatedAt: now,
        })
        .where(and(eq(channel.projectId, ctx.project.id), eq(channel.id, before.id)))
        .returning();
      if (!row) throw notFound();
      if (isBack) await makeAllDue(ctx, now, [row.id]);
      const detail = { before: auditOf(before), after: auditOf(row), address_changed: target !== null };
      await appendAudit(ctx, { action: 'channel.update', object: { kind: 'channel', id: row.id }, detail });
      return { row, secret: target?.kind === 'webhook' ? target.secret : null };
    });
  } catch (error) {
    throw nameTaken(error, change.name ?? '');
  }
}

function nameTaken(error: unknown, name: string): unknown {
  if (!isDuplicate(error, 'channel_name')) return error;
  return conflict('channel_exists', `There is a channel named ${name} already. Choose another name.`);
}

/** The row, locked until the transaction ends. 404 where the project has none with this id. */
export async function lockChannel(ctx: InTx, id: string): Promise<ChannelRow> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(channel.projectId, ctx.project.id), eq(channel.id, id));
  const [row] = await ctx.db.select().from(channel).where(mine).for('update');
  if (!row) throw notFound();
  return row;
}

const sealedOf = (ctx: Ctx, id: string, target: ChannelTarget) => ({
  sealed: seal(ctx.dataDir, placeOfChannel({ projectId: ctx.project.id, id }), JSON.stringify(target)),
  hint: hintOf(target),
});

/** What an audit row holds of a channel: where it leads, never its address. */
export const auditOf = ({ name, kind, hint, severities, sendsResolved, enabled, ticketHours }: ChannelRow) => ({
  ...{ name, kind, leads_to: hint, severities, sends_resolved: sendsResolved, enabled, ticket_hours: ticketHours },
});

const wantsChanges = (entry: ChannelTargetEntry): boolean => entry.kind === 'pagerduty' && entry.changes;

/** The target with its defaults. 422 `url_not_allowed`, `host_not_allowed` where its address is not allowed. */
function checkTarget(ctx: Ctx, entry: ChannelTargetEntry): ChannelTarget {
  const url = (text: string) => allowedUrl(ctx.egress, '/target/url', text).replace(/\/$/, '');
  switch (entry.kind) {
    case 'webhook':
      return { kind: entry.kind, url: url(entry.url), secret: entry.secret ?? newSecret() };
    case 'slack':
    case 'teams':
      return { kind: entry.kind, url: url(entry.url) };
    case 'pagerduty':
      return { kind: entry.kind, url: url(entry.url ?? PAGERDUTY_URL), routing_key: entry.routing_key };
    case 'incident_io':
      return { kind: entry.kind, url: url(entry.url), token: entry.token };
    case 'alertmanager':
      return { kind: entry.kind, url: url(entry.url), token: entry.token ?? null };
    case 'email':
      return checkMail(ctx, entry);
  }
}

function checkHours(hours: WorkingHours | null): void {
  const problem = hours === null ? null : hoursProblem(hours);
  if (problem === null) return;
  const path = `/ticket_hours/${problem.field}`;
  throw invalid(path, 'invalid_hours', `${path} ${problem.message}`);
}

function checkMail(ctx: Ctx, entry: ChannelTargetEntry & { kind: 'email' }): ChannelTarget {
  const { kind, host, port, tls = null, from, to, on_call } = entry;
  if (to.length === 0 && !on_call) {
    throw invalid('/target/to', 'required', '/target/to needs an address, or set on_call.');
  }
  if (!/^[a-z0-9.:-]+$/i.test(host))
    throw invalid('/target/host', 'invalid_host', '/target/host must be a name or address.');
  requireMailHost(ctx.egress, '/target/host', { host, port });
  return { kind, host, port, tls, from, to, on_call, user: entry.user ?? null, password: entry.password ?? null };
}

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** How often a channel may be tested: each test is a message to people. */
const TESTS_WAITING_MAX = 5;

/**
 * Adds a test notification, which is sent as any other. Returns its id. 404 unknown; 409 `channel_disabled`, and
 * `tests_waiting` where five were not delivered yet.
 */
export async function testChannel(ctx: Ctx, id: string): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const row = await lockChannel(ctx, id);
    if (!row.enabled) throw conflict('channel_disabled', 'The channel is disabled. Enable it first.');
    const groupKey = 'test';
    const waiting = await ctx.db
      .select({ sequence: notification.sequence, state: notification.state })
      .from(notification)
      .where(
        and(
          eq(notification.projectId, ctx.project.id),
          eq(notification.channelId, row.id),
          eq(notification.groupKey, groupKey),
        ),
      );
    if (waiting.filter(({ state }) => state === 'waiting').length >= TESTS_WAITING_MAX) {
      throw conflict('tests_waiting', 'Five tests of this channel wait to be delivered. See its delivery log.');
    }
    const now = ctx.clock.now();
    const testId = newId();
    const sequence = Math.max(0, ...waiting.map((one) => one.sequence)) + 1;
    const base = `${ctx.publicUrl}/p/${encodeURIComponent(ctx.project.name)}`;
    const dedupKey = `switchyard/${ctx.project.name}/test/${testId}`;
    await ctx.db.insert(notification).values({
      ...{ id: testId, projectId: ctx.project.id, channelId: row.id, groupKey, sequence, reason: 'test' },
      notice: {
        ...{
          id: testId,
          at: now.toISOString(),
          reason: 'test',
          project: ctx.project.name,
          dedupKey,
          prompt: null,
          kind: 'test',
        },
        ...{ severity: 'ticket', title: `Test of ${row.name} by ${ctx.actor.name}`, url: `${base}/alerts/channels` },
        ...{ firing: [], firingTotal: 0, resolved: [], resolvedTotal: 0, alsoMoved: [], changes: [], onCall: null },
      },
      ...{ state: 'waiting', attempts: 0, retriesFrom: 0, nextAt: now, createdAt: now },
    });
    await appendAudit(ctx, { action: 'channel.test', object: { kind: 'channel', id: row.id } });
    return { id: testId };
  });
}

/**
 * Sends a notification again: at once where it waits, once more where it was delivered or given up. Its id stays, so a
 * receiver that has it can drop it. 404 unknown, or not of `channelId` where one is given; 409 `channel_disabled`.
 */
export async function sendAgain(ctx: Ctx, id: string, channelId?: string): Promise<{ id: string }> {
  if (![id, channelId ?? id].every(isUuid)) throw notFound();
  return inTransaction(ctx, async (ctx) => {
    const mine = and(
      eq(notification.projectId, ctx.project.id),
      eq(notification.id, id),
      channelId === undefined ? undefined : eq(notification.channelId, channelId),
    );
    const [row] = await ctx.db.select({ channelId: notification.channelId }).from(notification).where(mine);
    if (!row) throw notFound();
    const to = await lockChannel(ctx, row.channelId);
    if (!to.enabled) throw conflict('channel_disabled', 'The channel is disabled. Enable it first.');
    const now = ctx.clock.now();
    await ctx.db
      .update(notification)
      .set({ state: 'waiting', nextAt: now, finishedAt: null, retriesFrom: sql`${notification.attempts}` })
      .where(mine);
    await appendAudit(ctx, {
      action: 'channel.replay',
      object: { kind: 'notification', id },
      detail: { channel: to.name },
    });
    return { id };
  });
}
