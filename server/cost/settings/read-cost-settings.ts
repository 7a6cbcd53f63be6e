import { eq } from 'drizzle-orm';
import { costSetting } from '#db/schema/cost.ts';
import { type CostSettings, DEFAULT_COST_SETTINGS } from '#server/cost/domain/cost-settings.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** How this project counts its tasks. One index lookup. */
export async function readCostSettings(ctx: ReadCtx): Promise<CostSettings> {
  const [row] = await ctx.db
    .select({ horizonHours: costSetting.horizonHours, withoutOutcome: costSetting.withoutOutcome })
    .from(costSetting)
    .where(eq(costSetting.projectId, ctx.project.id));
  return row ?? DEFAULT_COST_SETTINGS;
}
