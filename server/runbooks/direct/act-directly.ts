import { and, eq } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { directAction } from '#db/schema/runbooks.ts';
import { acknowledgeAlert } from '#server/alerts/record-alerts.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { PLANNERS } from '#server/runbooks/actions/executors.ts';
import type { ActionResult } from '#server/runbooks/actions/plan.ts';
import type { ActionName } from '#server/runbooks/domain/actions.ts';
import { completeParams, type Preview, requireSeen, showPlan } from '#server/runbooks/runs/act-on-step.ts';

type DirectInput = { action: ActionName; params: Record<string, string> };

/** What an action would do now, without a runbook. Changes nothing. 409 where it cannot be done; 422 for a parameter. */
export async function previewDirectly(ctx: Ctx, { action, params: sent }: DirectInput): Promise<Preview> {
  return showPlan(ctx, action, await PLANNERS[action](ctx, completeParams(action, {}, sent)));
}

/**
 * Does what a preview showed, from an alert or an incident, with its record in the same transaction; incidents are told through
 * the outbox. An alert that nobody acknowledged is acknowledged by it. 403 without the permission of what it does; 404 unknown
 * alert; 409 `preview_outdated`, and where it cannot be done.
 */
export async function actDirectly(
  ctx: Ctx,
  input: DirectInput & { alertId: string | null; incidentId: string | null; sees: string; note: string },
): Promise<{ id: string; result: ActionResult }> {
  const { action, alertId, incidentId, note } = input;
  return inTransaction(ctx, async (ctx) => {
    if (alertId !== null) await acknowledgeOpen(ctx, alertId);
    const params = completeParams(action, {}, input.params);
    const plan = await PLANNERS[action](ctx, params);
    requireSeen(ctx, plan, input.sees);
    const whence = alertId === null ? 'an incident' : 'an alert';
    const result = await plan.act(ctx, `${note}${note === '' ? '' : ' '}(from ${whence})`);
    const id = newId();
    await ctx.db.insert(directAction).values({
      ...{ id, projectId: ctx.project.id, alertId, incidentId, action, params, result, note },
      ...{ preview: { sentence: plan.sentence, undo: plan.undo }, actor: actorRecord(ctx.actor), at: ctx.clock.now() },
    });
    await enqueue(ctx, 'incident.action', { projectId: ctx.project.id, actionId: id });
    const detail = { act: action, params, result, note, alert_id: alertId, incident_id: incidentId };
    await appendAudit(ctx, { action: 'runbook.act', object: { kind: 'direct_action', id }, detail });
    return { id, result };
  });
}

/** Who acts from an alert has seen it: it stops escalating. 404 unknown. */
async function acknowledgeOpen(ctx: InTx, id: string): Promise<void> {
  const [row] = await ctx.db
    .select({ resolvedAt: alert.resolvedAt, acknowledgedAt: alert.acknowledgedAt })
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), eq(alert.id, id)));
  if (!row) throw notFound();
  if (row.resolvedAt === null && row.acknowledgedAt === null) await acknowledgeAlert(ctx, { id });
}
