import type { DbCtx } from '#server/platform/context.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';

/**
 * Asks the worker to score what is not scored of a run. Runs of one project take turns in a queue of its own, slice by
 * slice, so that no project waits for another's.
 */
export async function queueScoring(ctx: DbCtx, run: { projectId: number; runId: string }): Promise<void> {
  await enqueue(ctx, 'evals.score', run, { key: `evals.score:${run.runId}`, queue: `evals.score:${run.projectId}` });
}
