import { and, eq } from 'drizzle-orm';
import { incident } from '#db/schema/incidents.ts';
import { runbookStep } from '#db/schema/runbooks.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { StepOutcome } from '#server/runbooks/domain/run.ts';
import { holdRun } from '#server/runbooks/runs/hold-run.ts';
import { addEntries } from './add-entries.ts';
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
  await inTransaction(ctx, async (ctx) => {
    const [row] = await ctx.db.select().from(incident).where(ofRun).for('update');
    if (!row) return;
    if (row.acknowledgedAt === null && row.detectedAt !== null && row.detectedAt <= at)
      await setTimes(ctx, row, [{ field: 'acknowledged', at, source: 'machine' }]);
    await addEntries(ctx, row.id, [
      {
        ...{ occurredAt: at, source: 'person', kind: 'action', actor, dedupeKey: `runbook-step:${entry.id}` },
        text: `${WORDS[outcome]} step ${step.position} of the runbook ${name}, “${step.title}”${came}`,
        path: `/runbooks/${name}`,
      },
    ]);
  });
}
