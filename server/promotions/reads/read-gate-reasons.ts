import { and, eq, inArray, sql } from 'drizzle-orm';
import { gateVerdict } from '#db/schema/gates.ts';
import { promotion } from '#db/schema/promotions.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** What the newest gate said of promotions: its first reason as a sentence, by id. Those without a verdict are left out. */
export async function readGateReasons(ctx: ReadCtx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: promotion.id, why: sql<string | null>`${gateVerdict.evidence} #>> '{reasons,0,sentence}'` })
    .from(promotion)
    .innerJoin(gateVerdict, eq(gateVerdict.id, promotion.gateVerdictId))
    .where(and(eq(promotion.projectId, ctx.project.id), inArray(promotion.id, [...new Set(ids)])));
  return new Map(rows.flatMap(({ id, why }) => (why === null ? [] : [[id, why]])));
}
