import { and, eq, inArray } from 'drizzle-orm';
import { evalRun } from '#db/schema/evals.ts';
import { MOVING_STATUSES } from '#server/evals/domain/run-status.ts';
import type { Services } from '#server/platform/context.ts';

/**
 * Sets a run that is queued or running to `failed`, with the reason in a public sentence; any other run is not changed.
 * The same import again then creates a new run.
 */
export async function failRun(
  { db, clock, log }: Pick<Services, 'db' | 'clock' | 'log'>,
  { projectId, runId }: { projectId: number; runId: string },
  error: string,
): Promise<void> {
  const failed = await db
    .update(evalRun)
    .set({ status: 'failed', error, completedAt: clock.now() })
    .where(and(eq(evalRun.id, runId), eq(evalRun.projectId, projectId), inArray(evalRun.status, MOVING_STATUSES)))
    .returning({ id: evalRun.id });
  if (failed.length > 0) log.warn({ runId, projectId }, 'an eval run was given up');
}
