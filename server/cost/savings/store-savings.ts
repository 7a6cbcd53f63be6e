import { eq } from 'drizzle-orm';
import { savings } from '#db/schema/savings.ts';
import type { Services } from '#server/platform/context.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { computeSavings } from './compute-savings.ts';

type Change = Partial<typeof savings.$inferInsert>;

const update = ({ db }: Pick<Services, 'db'>, projectId: number, change: Change) =>
  db.update(savings).set(change).where(eq(savings.projectId, projectId));

/**
 * Computes the report of a project and stores it, with the share done meanwhile. It keeps no state: an
 * interrupted computation begins again. Does nothing for a project that was deleted.
 */
export async function storeSavings(services: Services, projectId: number): Promise<void> {
  const ctx = await systemCtxOf(services, projectId, 'savings');
  if (ctx === null) return;
  const begun = performance.now();
  await update(services, projectId, { status: 'running', progress: 0 });
  const report = await computeSavings(ctx, async (progress) => {
    await update(services, projectId, { progress });
  });
  const tookMs = Math.round(performance.now() - begun);
  const computedAt = services.clock.now();
  await update(services, projectId, { status: 'done', progress: 1, error: null, computedAt, tookMs, report });
}

/** Records that the computation failed for good, and why; the last report stays. */
export async function failSavings(services: Services, projectId: number, reason: string): Promise<void> {
  await update(services, projectId, { status: 'failed', error: `The computation was given up: ${reason}` });
}
