import { runbookDrill } from '#db/schema/runbooks.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { checkRunbook, isDead } from './domain/check-runbook.ts';
import { parseRunbook } from './domain/parse-runbook.ts';
import { holdRunbook } from './find-runbook.ts';
import { readFacts } from './read-facts.ts';
import type { Drill } from './read-runbooks.ts';

/**
 * Checks every step of a runbook that acts, as it is now, and keeps the result. `month`: the worker's own drill, which is
 * kept once a month; null where another worker has kept it. Nothing is changed beside. 404.
 */
export async function recordDrill(
  ctx: Ctx,
  { name, month = null }: { name: string; month?: string | null },
): Promise<Drill | null> {
  const facts = await readFacts(ctx);
  return inTransaction(ctx, async (ctx) => {
    const held = await holdRunbook(ctx, name);
    const steps = checkRunbook(parseRunbook(held.markdown).runbook.steps, facts, ctx.clock.now());
    const row = {
      ...{ id: newId(), runbookId: held.id, version: held.version, steps },
      ...{ deadSteps: steps.filter(isDead).length, actor: actorRecord(ctx.actor), at: ctx.clock.now() },
    };
    const kept = await ctx.db
      .insert(runbookDrill)
      .values({ ...row, projectId: ctx.project.id, month })
      .onConflictDoNothing({ target: [runbookDrill.runbookId, runbookDrill.month] })
      .returning({ id: runbookDrill.id });
    if (kept.length === 0) return null;
    const detail = { name, version: held.version, dead_steps: row.deadSteps, month };
    await appendAudit(ctx, { action: 'runbook.drill', object: { kind: 'runbook', id: held.id }, detail });
    return row;
  });
}
