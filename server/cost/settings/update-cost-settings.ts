import { eq } from 'drizzle-orm';
import { costSetting } from '#db/schema/cost.ts';
import { project } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { costSettingsInput } from '#server/cost/contract.ts';
import { type CostSettings, settingsSentence } from '#server/cost/domain/cost-settings.ts';
import type { Ctx } from '#server/platform/context.ts';
import { validate } from '#server/platform/http/validate.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { readCostSettings } from './read-cost-settings.ts';

/**
 * Sets from what age tasks count, and what one without an outcome is then. Every figure follows at once: rollups hold how
 * tasks ended, and maturity is decided when they are read, so nothing is computed again. The audit row has both values,
 * and the feed of changes a mark. The same settings again change nothing. Errors: 422.
 */
export async function updateCostSettings(ctx: Ctx, given: CostSettings): Promise<CostSettings> {
  const next = validate(costSettingsInput, given);
  return inTransaction(ctx, async (ctx) => {
    // Without a row there is nothing of its own to lock.
    await ctx.db.select({ id: project.id }).from(project).where(eq(project.id, ctx.project.id)).for('no key update');
    const before = await readCostSettings(ctx);
    if (before.horizonHours === next.horizonHours && before.withoutOutcome === next.withoutOutcome) return before;
    const row = { ...next, updatedAt: ctx.clock.now() };
    await ctx.db
      .insert(costSetting)
      .values({ projectId: ctx.project.id, ...row })
      .onConflictDoUpdate({ target: costSetting.projectId, set: row });
    await recordChange(ctx, { kind: 'policy', title: settingsSentence(next), path: '/cost' });
    await appendAudit(ctx, {
      action: 'cost_settings.update',
      object: { kind: 'project', id: String(ctx.project.id) },
      detail: { from: before, to: next },
    });
    return next;
  });
}
