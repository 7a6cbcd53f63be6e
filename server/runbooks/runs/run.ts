import { and, eq, isNull } from 'drizzle-orm';
import { runbookRun } from '#db/schema/runbooks.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, notFound } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { holdRunbook } from '#server/runbooks/find-runbook.ts';

/**
 * Starts to follow the newest version of a runbook, for an incident or without one. Where a run of it is open already, that
 * one is returned. 404 unknown.
 */
export async function startRun(
  ctx: Ctx,
  { name, incidentId }: { name: string; incidentId: string | null },
): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const held = await holdRunbook(ctx, name);
    const ofIncident = incidentId === null ? isNull(runbookRun.incidentId) : eq(runbookRun.incidentId, incidentId);
    const [open] = await ctx.db
      .select({ id: runbookRun.id })
      .from(runbookRun)
      .where(and(eq(runbookRun.runbookId, held.id), ofIncident, isNull(runbookRun.endedAt)));
    if (open) return open;
    const row = { id: newId(), projectId: ctx.project.id, runbookId: held.id, version: held.version, incidentId };
    await ctx.db.insert(runbookRun).values({ ...row, startedBy: actorRecord(ctx.actor), startedAt: ctx.clock.now() });
    await appendAudit(ctx, {
      action: 'runbook.start',
      object: { kind: 'runbook_run', id: row.id },
      detail: { name, version: held.version, incident_id: incidentId },
    });
    return { id: row.id };
  });
}

/** Ends a run; what was done stays. 404; 409 `run_ended`. */
export async function endRun(ctx: Ctx, { runId }: { runId: string }): Promise<{ id: string }> {
  const mine = and(eq(runbookRun.id, runId), eq(runbookRun.projectId, ctx.project.id));
  return inTransaction(ctx, async (ctx) => {
    const [ended] = await ctx.db
      .update(runbookRun)
      .set({ endedAt: ctx.clock.now(), endedBy: actorRecord(ctx.actor) })
      .where(and(mine, isNull(runbookRun.endedAt)))
      .returning({ id: runbookRun.id });
    if (!ended) {
      const known = await ctx.db.select({ id: runbookRun.id }).from(runbookRun).where(mine);
      throw known.length === 0 ? notFound() : conflict('run_ended', 'This run ended already.');
    }
    await appendAudit(ctx, { action: 'runbook.end', object: { kind: 'runbook_run', id: runId } });
    return ended;
  });
}
