import { and, eq, inArray, isNull } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import type { ActorRecord } from '#db/schema/columns.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { addEntries, type NewEntry } from './write-entries.ts';

export type AlertRow = typeof alert.$inferSelect;

/**
 * Writes down what happened to an alert and puts `alert.entry` into the outbox. Returns the entry's id. Several at once:
 * `addEntries`.
 */
export async function addEntry(ctx: InTx, entry: NewEntry): Promise<number> {
  const [id] = await addEntries(ctx, [entry]);
  if (id === undefined) throw new Error('The entry of an alert was not inserted.');
  return id;
}

/** Alerts that one statement resolves. */
const BATCH = 1_000;

/**
 * Resolves those of the alerts that are open, each with its reason; `by` is null where they end by themselves. Returns
 * which were open, with their titles; one that is resolved stays as it is. Three statements for each 1,000.
 */
export async function resolveAlerts(
  ctx: InTx,
  { at, by, ended }: { at: Date; by: ActorRecord | null; ended: readonly { alertId: string; reason: string }[] },
): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  for (let from = 0; from < ended.length; from += BATCH) {
    const reasons = new Map(ended.slice(from, from + BATCH).map(({ alertId, reason }) => [alertId, reason]));
    const rows = await ctx.db
      .update(alert)
      .set({ resolvedAt: at, resolvedBy: by, isFlapping: false, isWithoutData: false })
      .where(and(eq(alert.projectId, ctx.project.id), inArray(alert.id, [...reasons.keys()]), isNull(alert.resolvedAt)))
      .returning({ id: alert.id, title: alert.title });
    for (const { id, title } of rows) titles.set(id, title);
    const entries = rows.map(({ id }): NewEntry => {
      return { alertId: id, at, kind: 'resolved', actor: by, detail: { reason: reasons.get(id) } };
    });
    await addEntries(ctx, entries);
  }
  return titles;
}

/**
 * Resolves an open alert: by a person, with an audit row, or by itself because its series became good. Returns whether it
 * was open; one that is resolved stays as it is.
 */
export async function resolveAlert(
  ctx: InTx,
  { alertId, at, by, reason }: { alertId: string; at: Date; by: ActorRecord | null; reason: string },
): Promise<boolean> {
  const title = (await resolveAlerts(ctx, { at, by, ended: [{ alertId, reason }] })).get(alertId);
  if (title === undefined) return false;
  if (by !== null) {
    const object = { kind: 'alert', id: alertId };
    await appendAudit(ctx, { action: 'alert.resolve', object, detail: { title, reason } });
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
