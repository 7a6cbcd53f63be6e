import { and, desc, eq, inArray, type SQL } from 'drizzle-orm';
import { incident, incidentLink } from '#db/schema/incidents.ts';
import { directAction, runbookStep } from '#db/schema/runbooks.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { StepOutcome } from '#server/runbooks/domain/run.ts';
import { holdRun } from '#server/runbooks/runs/hold-run.ts';
import { addEntries, type NewEntry } from './add-entries.ts';
import { OPEN_STATES } from './domain/incident.ts';
import { setTimes } from './set-time.ts';

const WORDS: Record<StepOutcome, string> = { done: 'did', acted: 'acted on', reopened: 'opened again' };

/**
 * Puts what a person did at a step of a runbook onto the timeline of the incident that the run is for, with its result; the
 * same step again changes nothing. The first thing done acknowledges the incident. Nothing happens where the project has no
 * such incident.
 */
export async function takeRunbookStep(ctx: Ctx, { stepId }: { stepId: string }): Promise<void> {
  const mine = and(eq(runbookStep.projectId, ctx.project.id), eq(runbookStep.id, stepId));
  const [entry] = await ctx.db.select().from(runbookStep).where(mine);
  if (!entry) return;
  const { run, name, step } = await holdRun(ctx, entry);
  if (run.incidentId === null) return;
  const { at, actor, outcome, note, result } = entry;
  const ofRun = and(eq(incident.projectId, ctx.project.id), eq(incident.id, run.incidentId));
  const came = typeof result?.sentence === 'string' ? `: ${result.sentence}` : note === '' ? '' : `: ${note}`;
  await land(ctx, ofRun, {
    ...{ occurredAt: at, source: 'person', kind: 'action', actor, dedupeKey: `runbook-step:${entry.id}` },
    text: `${WORDS[outcome]} step ${step.position} of the runbook ${name}, “${step.title}”${came}`,
    path: `/runbooks/${name}`,
  });
}

/**
 * Puts an action that was done without a runbook onto the timeline: of the incident that it was done from, or of the newest
 * open one that its alert belongs to. Once, however often it is called.
 */
export async function takeDirectAction(ctx: Ctx, { actionId }: { actionId: string }): Promise<void> {
  const [done] = await ctx.db
    .select()
    .from(directAction)
    .where(and(eq(directAction.projectId, ctx.project.id), eq(directAction.id, actionId)));
  if (!done) return;
  const { id, at, actor, alertId, incidentId, note, result } = done;
  const where =
    alertId === null
      ? eq(incident.id, incidentId ?? '')
      : and(
          inArray(incident.state, [...OPEN_STATES]),
          inArray(
            incident.id,
            ctx.db.select({ id: incidentLink.incidentId }).from(incidentLink).where(eq(incidentLink.alertId, alertId)),
          ),
        );
  const [said, path] = [result.sentence, result.path].map((value) => (typeof value === 'string' ? value : null));
  await land(ctx, and(eq(incident.projectId, ctx.project.id), where), {
    ...{ occurredAt: at, source: 'person', kind: 'action', actor, dedupeKey: `direct-action:${id}`, path },
    text: `acted from the ${alertId === null ? 'incident' : 'alert'}: ${said ?? done.action}${note === '' ? '' : ` (${note})`}`,
  });
}

/** Adds what a person did to the newest incident of `where`; the first of it acknowledges it. Nothing where there is none. */
async function land(ctx: Ctx, where: SQL | undefined, entry: NewEntry): Promise<void> {
  const at = entry.occurredAt;
  await inTransaction(ctx, async (ctx) => {
    const [row] = await ctx.db
      .select()
      .from(incident)
      .where(where)
      .orderBy(desc(incident.number))
      .limit(1)
      .for('update');
    if (!row) return;
    if (row.acknowledgedAt === null && row.detectedAt !== null && row.detectedAt <= at)
      await setTimes(ctx, row, [{ field: 'acknowledged', at, source: 'machine' }]);
    await addEntries(ctx, row.id, [entry]);
  });
}
