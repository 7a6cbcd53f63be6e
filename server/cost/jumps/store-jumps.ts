import { spendJump } from '#db/schema/budgets.ts';
import { readSpendJumps } from '#server/cost/budgets/read-spend-jumps.ts';
import { type Ctx, type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { readAllProjects } from '#server/projects/read-project.ts';

/**
 * Stores the jumps of today and yesterday that are not stored yet, each with a row of the outbox (`spend.jump`) in the same
 * transaction. A jump is stored once a day and subject, with the figures of that moment: however often and by how many
 * workers this runs, a runbook is started once. Returns how many were new.
 */
export async function storeJumps(ctx: Ctx): Promise<number> {
  const { jumps } = await readSpendJumps(ctx);
  if (jumps === null || jumps.length === 0) return 0;
  const foundAt = ctx.clock.now();
  return inTransaction(ctx, async (ctx) => {
    const rows = jumps.map(({ kind, name, from, value, typical, requests, of }) => ({
      ...{ id: newId(), projectId: ctx.project.id, kind, name, day: from / DAY_MS },
      ...{ value, typical, requests, daysBefore: of, foundAt },
    }));
    const stored = await ctx.db.insert(spendJump).values(rows).onConflictDoNothing().returning();
    for (const { id, kind, name } of stored) {
      await enqueue(ctx, 'spend.jump', { projectId: ctx.project.id, id, kind, name });
    }
    return stored.length;
  });
}

/** Does so in every project, one after the other. One that cannot be read is logged and skipped. */
export async function storeAllJumps(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  const all = await readAllProjects(services);
  for (const one of all) {
    if (isStopped()) return;
    try {
      await storeJumps(systemCtx(services, one, 'budgets', newId()));
    } catch (err) {
      services.log.warn({ err, project: one.id }, 'jumps of spend were not looked for; tried again later');
    }
  }
}
