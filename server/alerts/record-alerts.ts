import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { alert, alertEntry } from '#db/schema/alerts.ts';
import type { ActorRecord } from '#db/schema/columns.ts';
import {
  type AlertEntryKind,
  type AlertSource,
  type AlertVerdict,
  isLouder,
  type Severity,
} from '#server/alerts/domain/alert.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, notFound } from '#server/platform/faults.ts';
import { isUuid, newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { readWhatChanged } from './read-what-changed.ts';

/** What fires: a series of a monitor, an event of ours, or an alert from outside. */
export type Firing = {
  /** Null: it came from outside. */
  monitorId: string | null;
  monitorVersion: number | null;
  source: AlertSource;
  /** At most one alert of a fingerprint is open. */
  fingerprint: string;
  kind: string;
  severity: Severity;
  title: string;
  labels: Record<string, string>;
  prompt: string | null;
  environment: string | null;
  model: string | null;
  evidence: Record<string, unknown>;
  /** The first bad minute, where one was found. */
  impactStart: Date | null;
  at: Date;
  verdict?: AlertVerdict;
  /** What the verdict was decided from. */
  verdictEvidence?: Record<string, unknown> | null;
};

export type AlertRow = typeof alert.$inferSelect;

/** How long after its end an alert that fires again is the same alert, so that nobody is paged for it twice. */
export const REOPEN_MS = 30 * MINUTE_MS;

/** Writes down what happened to an alert and puts `alert.entry` into the outbox. Returns the entry's id. */
export async function addEntry(
  ctx: InTx,
  entry: {
    alertId: string;
    at: Date;
    kind: AlertEntryKind;
    actor?: ActorRecord | null;
    detail?: Record<string, unknown>;
  },
): Promise<number> {
  const { actor = null, detail = {} } = entry;
  const row = { ...entry, actor, detail, projectId: ctx.project.id };
  const [written] = await ctx.db.insert(alertEntry).values(row).returning({ id: alertEntry.id });
  if (!written) throw new Error('The entry of an alert was not inserted.');
  const { alertId, kind } = entry;
  await enqueue(ctx, 'alert.entry', { projectId: ctx.project.id, alertId, entryId: written.id, kind });
  return written.id;
}

/**
 * Records that `firing` fires: it adds to the open alert of its fingerprint, reopens one that was resolved within the last
 * 30 minutes, or opens a new one with what changed in the hour before. An open alert that becomes louder gets the entry
 * `worse`. At most three statements before the entry. Two transactions that fire the same fingerprint make one alert: the
 * second waits at the partial unique index.
 */
export async function fireAlert(
  ctx: InTx,
  firing: Firing,
): Promise<{ alertId: string; isNew: boolean; isReopened: boolean }> {
  const { fingerprint, at, severity } = firing;
  const open = and(eq(alert.projectId, ctx.project.id), eq(alert.fingerprint, fingerprint), isNull(alert.resolvedAt));
  const [found] = await ctx.db.select({ id: alert.id, severity: alert.severity }).from(alert).where(open).for('update');
  if (found) {
    await ctx.db
      .update(alert)
      .set({
        lastSeenAt: at,
        count: sql`${alert.count} + 1`,
        isWithoutData: false,
        ...verdictOf(firing),
        ...(isLouder(severity, found.severity) ? { severity, title: firing.title, evidence: firing.evidence } : {}),
      })
      .where(eq(alert.id, found.id));
    if (isLouder(severity, found.severity)) {
      await addEntry(ctx, { alertId: found.id, at, kind: 'worse', detail: { from: found.severity, to: severity } });
    }
    return { alertId: found.id, isNew: false, isReopened: false };
  }
  const reopened = await reopen(ctx, firing);
  if (reopened !== null) return { alertId: reopened, isNew: false, isReopened: true };
  return openNew(ctx, firing);
}

const verdictOf = ({ verdict, verdictEvidence = null }: Pick<Firing, 'verdict' | 'verdictEvidence'>) =>
  verdict === undefined ? {} : { verdict, verdictEvidence };

/** Opens the newest alert of the fingerprint again where it was resolved within 30 minutes; null where there is none. */
async function reopen(
  ctx: InTx,
  { fingerprint, at, evidence, severity, title, ...firing }: Firing,
): Promise<string | null> {
  const [last] = await ctx.db
    .select({ id: alert.id })
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        eq(alert.fingerprint, fingerprint),
        gt(alert.resolvedAt, new Date(at.getTime() - REOPEN_MS)),
      ),
    )
    .orderBy(desc(alert.resolvedAt))
    .limit(1)
    .for('update');
  if (!last) return null;
  await ctx.db
    .update(alert)
    .set({
      ...{ resolvedAt: null, resolvedBy: null, lastSeenAt: at, count: sql`${alert.count} + 1`, isWithoutData: false },
      ...{ evidence, severity, title },
      ...verdictOf(firing),
    })
    .where(eq(alert.id, last.id));
  await addEntry(ctx, { alertId: last.id, at, kind: 'reopened', detail: { evidence } });
  return last.id;
}

async function openNew(ctx: InTx, { at, verdict = 'none', ...firing }: Firing) {
  const changes = await readWhatChanged(ctx, { impactStart: firing.impactStart, at, fingerprint: firing.fingerprint });
  const [row] = await ctx.db
    .insert(alert)
    .values({
      ...firing,
      ...{ id: newId(), projectId: ctx.project.id, changes, openedAt: at, lastSeenAt: at, count: 1 },
      ...{ verdict, isFlapping: false, isWithoutData: false },
    })
    .onConflictDoUpdate({
      target: alert.fingerprint,
      targetWhere: isNull(alert.resolvedAt),
      set: { lastSeenAt: at, count: sql`${alert.count} + 1` },
    })
    .returning({ id: alert.id, count: alert.count });
  if (!row) throw new Error('The alert was not inserted.');
  const isNew = row.count === 1;
  if (isNew) await addEntry(ctx, { alertId: row.id, at, kind: 'fired', detail: { severity: firing.severity } });
  return { alertId: row.id, isNew, isReopened: false };
}

/**
 * Resolves an open alert: by a person, with an audit row, or by itself because its series became good. Returns whether it
 * was open; one that is resolved stays as it is.
 */
export async function resolveAlert(
  ctx: InTx,
  { alertId, at, by, reason }: { alertId: string; at: Date; by: ActorRecord | null; reason: string },
): Promise<boolean> {
  const [row] = await ctx.db
    .update(alert)
    .set({ resolvedAt: at, resolvedBy: by, isFlapping: false, isWithoutData: false })
    .where(and(eq(alert.projectId, ctx.project.id), eq(alert.id, alertId), isNull(alert.resolvedAt)))
    .returning({ id: alert.id, title: alert.title });
  if (!row) return false;
  await addEntry(ctx, { alertId, at, kind: 'resolved', actor: by, detail: { reason } });
  if (by !== null) {
    const object = { kind: 'alert', id: alertId };
    await appendAudit(ctx, { action: 'alert.resolve', object, detail: { title: row.title, reason } });
  }
  return true;
}

/** The alert, locked until the transaction ends. 404 where the project has none with this id; 409 where it is over. */
async function lockOpen(ctx: InTx, id: string): Promise<AlertRow> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(alert.projectId, ctx.project.id), eq(alert.id, id));
  const [row] = await ctx.db.select().from(alert).where(mine).for('update');
  if (!row) throw notFound();
  if (row.resolvedAt !== null) throw conflict('alert_resolved', 'The alert is resolved.', { state: 'resolved' });
  return row;
}

/**
 * Notes that a person looks after an alert, which stops its repeats and not the alert. A second acknowledgement changes
 * nothing. 404 for an alert of another project, 409 `alert_resolved` where it is over.
 */
export async function acknowledgeAlert(ctx: Ctx, { id }: { id: string }): Promise<AlertRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await lockOpen(ctx, id);
    if (row.acknowledgedAt !== null) return row;
    const [at, actor] = [ctx.clock.now(), actorRecord(ctx.actor)];
    const set = { acknowledgedAt: at, acknowledgedBy: actor };
    await ctx.db.update(alert).set(set).where(eq(alert.id, row.id));
    await addEntry(ctx, { alertId: id, at, kind: 'acknowledged', actor });
    const object = { kind: 'alert', id };
    await appendAudit(ctx, { action: 'alert.acknowledge', object, detail: { title: row.title } });
    return { ...row, ...set };
  });
}

/**
 * Resolves an alert by hand. Where its condition still holds, the evaluation opens it again. 404 for an alert of another
 * project, 409 `alert_resolved` where it is over already.
 */
export async function resolveByHand(ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<AlertRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await lockOpen(ctx, id);
    const [at, by] = [ctx.clock.now(), actorRecord(ctx.actor)];
    await resolveAlert(ctx, { alertId: id, at, by, reason });
    return { ...row, resolvedAt: at, resolvedBy: by };
  });
}
