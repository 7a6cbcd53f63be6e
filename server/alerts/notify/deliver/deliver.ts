import { and, eq, sql } from 'drizzle-orm';
import { channel, delivery, notification } from '#db/schema/notify.ts';
import { person } from '#db/schema/projects.ts';
import type { ChannelTarget } from '#server/alerts/notify/domain/channel-target.ts';
import { placeOfChannel } from '#server/alerts/notify/domain/channel-target.ts';
import { type Attempt, FAILING_MS_MAX, retryAt } from '#server/alerts/notify/domain/delivery.ts';
import type { Notice } from '#server/alerts/notify/domain/notice.ts';
import { SENDING_MS } from '#server/alerts/notify/tell-group.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx, Services } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { unseal } from '#server/platform/seal.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { sendNotice } from './send-notice.ts';

type Claimed = {
  id: string;
  project_id: number;
  channel_id: string;
  attempts: number;
  retries_from: number;
  notice: Notice;
  person_id: string | null;
};

/** Attempts that run at once to one channel: a receiver that hangs delays no other. */
const PER_CHANNEL_MAX = 2;

export type Deliverer = {
  /** Starts what is due, at most one more a channel. Returns whether anything was started. */
  turn(): Promise<boolean>;
  /** Waits until no attempt runs. */
  idle(): Promise<void>;
};

/** Sends the notifications of the whole installation that are due, without waiting for one before the next. */
export function makeDeliverer(services: Services): Deliverer {
  const running = new Map<Promise<void>, string>();
  const busy = (): string[] => {
    const counts = new Map<string, number>();
    for (const id of running.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    return [...counts].flatMap(([id, n]) => (n >= PER_CHANNEL_MAX ? [id] : []));
  };
  return {
    turn: async () => {
      const claimed = await claim(services, busy());
      for (const one of claimed) {
        const attempt = deliver(services, one).catch((err: unknown) => {
          services.log.error({ err, notification: one.id }, 'an attempt was not recorded; it is made again');
        });
        running.set(attempt, one.channel_id);
        void attempt.then(() => running.delete(attempt));
      }
      return claimed.length > 0;
    },
    idle: async () => {
      await Promise.all(running.keys());
    },
  };
}

/**
 * Claims due notifications, the oldest of each channel that is not busy, for 20 s: where this process ends before it
 * records the attempt, another makes it again. One of a group waits for those before it, so that a resolve never
 * overtakes its alert.
 */
async function claim(services: Services, busy: readonly string[]): Promise<Claimed[]> {
  const now = services.clock.now();
  const until = new Date(now.getTime() + SENDING_MS);
  return services.sql<Claimed[]>`
    update notification set attempts = attempts + 1, next_at = ${until}
    where state = 'waiting' and next_at <= ${now} and id in (
      select id from notification where state = 'waiting' and next_at <= ${now} and id in (
        select distinct on (n.channel_id) n.id
        from notification n join channel c on c.id = n.channel_id
        where n.state = 'waiting' and n.next_at <= ${now} and c.enabled and n.channel_id <> all(${[...busy]}::uuid[])
          and not exists (select 1 from notification before
            where before.channel_id = n.channel_id and before.group_key = n.group_key
              and before.state = 'waiting' and before.sequence < n.sequence)
        order by n.channel_id, n.created_at, n.sequence)
      for update skip locked)
    returning id, project_id, channel_id, attempts, retries_from, notice, person_id`;
}

async function deliver(services: Services, claimed: Claimed): Promise<void> {
  const ctx = await systemCtxOf(services, claimed.project_id, 'notifications');
  if (ctx === null) return;
  const [to] = await ctx.db
    .select({ id: channel.id, projectId: channel.projectId, sealed: channel.sealed })
    .from(channel)
    .where(and(eq(channel.projectId, ctx.project.id), eq(channel.id, claimed.channel_id)));
  if (to === undefined) return;
  const started = performance.now();
  const attempt = await attemptTo(ctx, to, claimed);
  const tookMs = Math.round(performance.now() - started);
  await inTransaction(ctx, (ctx) => record(ctx, claimed, attempt, tookMs));
}

async function attemptTo(
  ctx: Ctx,
  to: { id: string; projectId: number; sealed: string },
  claimed: Claimed,
): Promise<Attempt> {
  let target: ChannelTarget;
  try {
    target = JSON.parse(unseal(ctx.dataDir, placeOfChannel(to), to.sealed)) as ChannelTarget;
  } catch (err) {
    ctx.log.error({ err, channel: to.id }, 'the address of a channel cannot be opened');
    return { verdict: 'refused', status: null, response: 'Its address cannot be decrypted. Enter it again.' };
  }
  const mailTo = claimed.person_id === null ? null : await readMail(ctx, claimed.person_id);
  return sendNotice(ctx, target, claimed.notice, mailTo);
}

async function readMail(ctx: Ctx, personId: string): Promise<string | null> {
  const [found] = await ctx.db.select({ email: person.email }).from(person).where(eq(person.id, personId));
  return found?.email ?? null;
}

/** Writes how an attempt ended, and what follows for the notification and its channel. */
async function record(ctx: InTx, claimed: Claimed, attempt: Attempt, tookMs: number): Promise<void> {
  const now = ctx.clock.now();
  const { verdict, status, response } = attempt;
  await ctx.db
    .insert(delivery)
    .values({
      ...{ notificationId: claimed.id, attempt: claimed.attempts, projectId: ctx.project.id },
      ...{ at: now, tookMs, outcome: verdict, status, response },
    })
    .onConflictDoNothing();
  const next =
    verdict === 'retry' ? retryAt(claimed.attempts - claimed.retries_from, now.getTime(), chanceOf(claimed)) : null;
  const state =
    verdict === 'retry' ? (next === null ? 'given_up' : 'waiting') : verdict === 'gone' ? 'refused' : verdict;
  await ctx.db
    .update(notification)
    .set({ state, nextAt: next === null ? null : new Date(next), finishedAt: next === null ? now : null })
    .where(
      and(
        eq(notification.projectId, ctx.project.id),
        eq(notification.id, claimed.id),
        // A later attempt of another process decides what follows.
        eq(notification.attempts, claimed.attempts),
        eq(notification.state, 'waiting'),
      ),
    );
  await follow(ctx, claimed.channel_id, attempt);
}

/** Spreads retries: from the id and the attempt, so that a decision can be repeated. */
const chanceOf = ({ id, attempts }: Claimed): number =>
  ((Number.parseInt(id.slice(0, 6), 16) + attempts * 7919) % 1000) / 1000;

const GONE = 'Its receiver answered 410: it wants nothing more from us.';
const FAILED_LONG = 'Nothing has been delivered for five days.';

async function follow(ctx: InTx, channelId: string, { verdict }: Attempt): Promise<void> {
  const now = ctx.clock.now();
  const mine = and(eq(channel.projectId, ctx.project.id), eq(channel.id, channelId));
  if (verdict === 'delivered') {
    await ctx.db
      .update(channel)
      .set({ failingSince: null })
      .where(and(mine, sql`${channel.failingSince} is not null`));
    return;
  }
  const [row] = await ctx.db
    .update(channel)
    .set({ failingSince: sql`coalesce(${channel.failingSince}, ${now.toISOString()}::timestamptz)` })
    .where(mine)
    .returning({ since: channel.failingSince });
  const isLong = row?.since != null && now.getTime() - row.since.getTime() >= FAILING_MS_MAX;
  if (verdict === 'gone' || isLong) await disable(ctx, channelId, verdict === 'gone' ? GONE : FAILED_LONG);
}

async function disable(ctx: InTx, channelId: string, reason: string): Promise<void> {
  const now = ctx.clock.now();
  const disabled = await ctx.db
    .update(channel)
    .set({ enabled: false, disabledReason: reason, updatedAt: now })
    .where(and(eq(channel.projectId, ctx.project.id), eq(channel.id, channelId), channel.enabled))
    .returning({ id: channel.id });
  if (disabled.length === 0) return;
  await ctx.db
    .update(notification)
    .set({ state: 'given_up', nextAt: null, finishedAt: now })
    .where(
      and(
        eq(notification.projectId, ctx.project.id),
        eq(notification.channelId, channelId),
        eq(notification.state, 'waiting'),
      ),
    );
  await appendAudit(ctx, { action: 'channel.disable', object: { kind: 'channel', id: channelId }, detail: { reason } });
}
