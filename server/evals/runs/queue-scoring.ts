import type { DbCtx } from '#server/platform/context.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';

/**
 * Queues the scoring of a run's unscored results. Each project has a queue of its own, in which its runs are scored
 * slice by slice, so that no project waits for another.
 */
export async function queueScoring(ctx: DbCtx, run: { projectId: number; runId: string }): Promise<void> {
  await enqueue(ctx, 'evals.score', run, { key: `evals.score:${run.runId}`, queue: `evals.score:${run.projectId}` });
}
