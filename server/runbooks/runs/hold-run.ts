import { and, desc, eq } from 'drizzle-orm';
import { runbook, runbookRun, runbookStep, runbookVersion } from '#db/schema/runbooks.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { parseRunbook, type Step } from '#server/runbooks/domain/parse-runbook.ts';

export type RunRow = typeof runbookRun.$inferSelect;

/** A run with the step that something is done at, and what was recorded last there. */
export type HeldRun = {
  run: RunRow;
  name: string;
  step: Step;
  last: { outcome: (typeof runbookStep.$inferSelect)['outcome']; by: string } | null;
};

/**
 * A run of the version that it follows, and one of its steps; `lock`: until the transaction ends, so that two people at one
 * step come one after the other. 404 for another project's run and for a step that the version does not have.
 */
export async function holdRun(
  ctx: Pick<Ctx, 'db' | 'project'> | InTx,
  { runId, position }: { runId: string; position: number },
  lock = false,
): Promise<HeldRun> {
  const one = ctx.db
    .select({ run: runbookRun, name: runbook.name, markdown: runbookVersion.markdown })
    .from(runbookRun)
    .innerJoin(runbook, eq(runbook.id, runbookRun.runbookId))
    .innerJoin(
      runbookVersion,
      and(eq(runbookVersion.runbookId, runbookRun.runbookId), eq(runbookVersion.version, runbookRun.version)),
    )
    .where(and(eq(runbookRun.id, runId), eq(runbookRun.projectId, ctx.project.id)));
  const [found] = await (lock ? one.for('update', { of: runbookRun }) : one);
  const step = found && parseRunbook(found.markdown).runbook.steps.find((each) => each.position === position);
  if (!step) throw notFound();
  const [last] = await ctx.db
    .select({ outcome: runbookStep.outcome, actor: runbookStep.actor })
    .from(runbookStep)
    .where(and(eq(runbookStep.runId, runId), eq(runbookStep.position, position)))
    .orderBy(desc(runbookStep.seq))
    .limit(1);
  return { run: found.run, name: found.name, step, last: last ? { outcome: last.outcome, by: last.actor.name } : null };
}
