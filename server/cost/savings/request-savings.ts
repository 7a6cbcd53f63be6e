import { and, eq, lt, notInArray, or } from 'drizzle-orm';
import { savings } from '#db/schema/savings.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { readSavings, type SavingsState } from './read-savings.ts';

/** Age (ms) at which a queued computation counts as lost, such as by a restore: a computation takes seconds. */
const LOST_AFTER_MS = 10 * MINUTE_MS;

/**
 * Queues a new report for the worker; the last one stays readable until it is ready. While one is queued or running, this
 * changes nothing.
 */
export async function requestSavings(ctx: Ctx): Promise<SavingsState> {
  await inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now();
    const isFree = or(
      notInArray(savings.status, ['queued', 'running']),
      lt(savings.requestedAt, new Date(now.getTime() - LOST_AFTER_MS)),
    );
    const requested = {
      status: 'queued' as const,
      progress: 0,
      error: null,
      requestedBy: actorRecord(ctx.actor),
      requestedAt: now,
    };
    // The row lock decides which of two concurrent requests is the first.
    await ctx.db
      .insert(savings)
      .values({ ...requested, projectId: ctx.project.id, status: 'done' })
      .onConflictDoNothing();
    const begun = await ctx.db
      .update(savings)
      .set(requested)
      .where(and(eq(savings.projectId, ctx.project.id), isFree))
      .returning({ projectId: savings.projectId });
    if (begun.length === 0) return;
    const { id } = ctx.project;
    await enqueue(ctx, 'savings.compute', { projectId: id }, { key: `savings:${id}`, queue: `savings:${id}` });
    await appendAudit(ctx, { action: 'savings.compute', object: { kind: 'project', id: String(id) } });
  });
  return readSavings(ctx);
}
