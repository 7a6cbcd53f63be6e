import { and, eq } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { validate } from '#server/platform/http/validate.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { environmentInput } from './contract.ts';
import { weakenedProtection } from './domain/weakened-protection.ts';

/**
 * Sets whether an environment is protected and how many approvals a promotion into it needs from now on. An open
 * promotion needs a raised number at once, and a lowered one holds for it when its gate runs again. The audit row says what
 * became weaker. Errors: 404, 422 for a protected one without approvals.
 */
export async function updateEnvironment(
  ctx: Ctx,
  given: { name: string; protected: boolean; requiredApprovals: number },
): Promise<void> {
  const next = validate(environmentInput, given);
  const mine = and(eq(environment.projectId, ctx.project.id), eq(environment.name, next.name));
  await inTransaction(ctx, async (ctx) => {
    const [before] = await ctx.db.select().from(environment).where(mine).for('update');
    if (!before) throw notFound();
    if (before.protected === next.protected && before.requiredApprovals === next.requiredApprovals) return;
    await ctx.db
      .update(environment)
      .set({ protected: next.protected, requiredApprovals: next.requiredApprovals })
      .where(mine);
    await recordChange(ctx, {
      kind: 'policy',
      environment: next.name,
      title: sentenceOf(next),
      path: '/settings/environments',
    });
    await appendAudit(ctx, {
      action: 'environment.update',
      object: { kind: 'environment', id: before.id },
      detail: {
        name: next.name,
        from: { protected: before.protected, requiredApprovals: before.requiredApprovals },
        to: { protected: next.protected, requiredApprovals: next.requiredApprovals },
        loosened: weakenedProtection(before, next),
      },
    });
  });
}

function sentenceOf(it: { name: string; protected: boolean; requiredApprovals: number }): string {
  if (!it.protected) return `${it.name} is no longer protected`;
  return `${it.name} needs ${it.requiredApprovals} approval${it.requiredApprovals === 1 ? '' : 's'}`;
}
