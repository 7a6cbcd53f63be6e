import { and, eq, inArray } from 'drizzle-orm';
import type { alert } from '#db/schema/alerts.ts';
import { channel, escalation, escalationStep, notificationGroup } from '#db/schema/notify.ts';
import { groupKeyOf } from '#server/alerts/notify/domain/grouping.ts';
import { dueSteps } from '#server/alerts/notify/domain/on-call.ts';
import { readGroup } from '#server/alerts/notify/read-group.ts';
import { addNotification, makeNotice } from '#server/alerts/notify/tell-group.ts';
import { addEntries } from '#server/alerts/write-entries.ts';
import type { Ctx, Services } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { type OnCallPerson, readOnCall, readOpenPages } from './read-on-call.ts';

type AlertRow = Pick<typeof alert.$inferSelect, 'id' | 'prompt' | 'kind' | 'severity' | 'fingerprint' | 'openedAt'>;

/** Takes the steps of escalation that are due, in every project of the whole installation that has any. */
export async function escalateAll(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  const projects = await services.db.selectDistinct({ id: escalationStep.projectId }).from(escalationStep);
  for (const { id } of projects) {
    if (isStopped()) return;
    const ctx = await systemCtxOf(services, id, 'notifications');
    if (ctx) await escalate(ctx);
  }
}

/** Most open pages that a turn looks at, the oldest first: each is acknowledged or answered by people. */
const PAGES_MAX = 1_000;

async function escalate(ctx: Ctx): Promise<void> {
  const pages = await readOpenPages(ctx, PAGES_MAX);
  if (pages.length === 0) return;
  const { steps } = await readOnCall(ctx);
  const taken = await ctx.db
    .select({ alertId: escalation.alertId, step: escalation.step })
    .from(escalation)
    .where(
      and(
        eq(escalation.projectId, ctx.project.id),
        inArray(
          escalation.alertId,
          pages.map(({ id }) => id),
        ),
      ),
    );
  const groups = Map.groupBy(pages, groupKeyOf);
  for (const [groupKey, alerts] of groups) {
    const due = alerts.flatMap((one) =>
      dueSteps(
        steps,
        {
          ...{
            severity: one.severity,
            openedAt: one.openedAt.getTime(),
            isAcknowledged: false,
            isResolved: false,
            isMuted: false,
          },
          taken: taken.filter(({ alertId }) => alertId === one.id).map(({ step }) => step),
        },
        ctx.clock.now().getTime(),
      ).map((step) => ({ alert: one, step })),
    );
    if (due.length > 0) await inTransaction(ctx, (ctx) => take(ctx, groupKey, due));
  }
}

type Due = { alert: AlertRow; step: { step: number; afterMinutes: number; person: OnCallPerson | null } };

/**
 * Records the steps of a group's alerts and tells its channels once of the last of them. Steps of silenced alerts are not
 * taken. A step of 0 minutes is told by the first notification of the group, so it is recorded alone.
 */
async function take(ctx: InTx, groupKey: string, due: readonly Due[]): Promise<void> {
  const now = ctx.clock.now();
  const first = due[0]?.alert;
  if (first === undefined) return;
  const read = await readGroup(ctx, { prompt: first.prompt, kind: first.kind, severities: ['page'], told: [] });
  const muted = new Set(read.alerts.filter((one) => one.silencedUntil !== null).map(({ id }) => id));
  const loud = due.filter((one) => !muted.has(one.alert.id));
  if (loud.length === 0) return;
  const taken = await ctx.db
    .insert(escalation)
    .values(
      loud.map(({ alert: one, step }) => ({
        ...{ alertId: one.id, step: step.step, projectId: ctx.project.id, personId: step.person?.id ?? null, at: now },
      })),
    )
    .onConflictDoNothing()
    .returning({ alertId: escalation.alertId, step: escalation.step });
  const isMine = (one: Due) => taken.some(({ alertId, step }) => alertId === one.alert.id && step === one.step.step);
  const told = loud.filter((one) => isMine(one) && one.step.afterMinutes > 0);
  const last = told.toSorted((a, b) => a.step.step - b.step.step).at(-1);
  if (last === undefined) return;
  const detailOf = ({ step, afterMinutes, person }: Due['step']) => ({
    ...{ step, after_minutes: afterMinutes, person: person?.name ?? null },
  });
  // An alert may take several steps at once, after a pause: each step is a batch of its own.
  for (const some of Map.groupBy(told, ({ step }) => step.step).values()) {
    await addEntries(
      ctx,
      some.map(({ alert: one, step }) => ({ alertId: one.id, at: now, kind: 'escalated', detail: detailOf(step) })),
    );
  }
  const channels = await ctx.db
    .select({ group: notificationGroup, severities: channel.severities })
    .from(notificationGroup)
    .innerJoin(channel, eq(channel.id, notificationGroup.channelId))
    .where(
      and(eq(notificationGroup.projectId, ctx.project.id), eq(notificationGroup.groupKey, groupKey), channel.enabled),
    )
    .for('update', { of: notificationGroup });
  const fingerprints = told.map((one) => one.alert.fingerprint);
  for (const { group, severities } of channels) {
    if (!severities.includes('page')) continue;
    const decision = { firing: [...new Set(fingerprints)], resolved: [] };
    const onCall = last.step.person?.name ?? null;
    const notice = await makeNotice(ctx, { group, alerts: read.alerts, decision, reason: 'escalated', onCall });
    const sequence = group.sequence + 1;
    await addNotification(ctx, {
      ...{ channelId: group.channelId, groupKey, sequence, reason: 'escalated', notice },
      personId: last.step.person?.id ?? null,
    });
    await ctx.db
      .update(notificationGroup)
      .set({ sequence })
      .where(and(eq(notificationGroup.channelId, group.channelId), eq(notificationGroup.groupKey, groupKey)));
  }
}
