import { and, asc, eq, or } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { parseModelRef } from '#server/prompts/domain/variant.ts';

export type ModelRow = typeof model.$inferSelect;

/** The registered model with exactly this provider and id, or null. One row by unique index. */
export async function selectModel(
  ctx: ReadCtx,
  { provider, modelId }: { provider: string; modelId: string },
): Promise<ModelRow | null> {
  const [row] = await ctx.db
    .select()
    .from(model)
    .where(and(eq(model.projectId, ctx.project.id), eq(model.provider, provider), eq(model.modelId, modelId)));
  return row ?? null;
}

/**
 * The registered models that `text` may name: the one with exactly this `provider/id`, else those with this bare id,
 * which may hold a `/` itself (`meta-llama/llama-3`), by provider. One: it is that model; none: it is not registered;
 * several: the name is ambiguous, so its price is unknown. One read of the index (project, id).
 */
export async function findNamed(ctx: ReadCtx, text: string): Promise<{ provider: string; model: string }[]> {
  const named = parseModelRef(text);
  const exact =
    named.provider === null ? undefined : and(eq(model.provider, named.provider), eq(model.modelId, named.model));
  const rows = await ctx.db
    .select({ provider: model.provider, model: model.modelId })
    .from(model)
    .where(and(eq(model.projectId, ctx.project.id), or(eq(model.modelId, text), exact)))
    .orderBy(asc(model.provider));
  const certain = rows.find((row) => row.provider === named.provider && row.model === named.model);
  return certain ? [certain] : rows;
}
