import { asc, eq } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { PriceRow } from './prices/domain/price-row.ts';
import { rowsOfProject } from './prices/stored-rows.ts';

/** All price rows of one model, oldest first. */
export type ModelPrices = { provider: string; modelId: string; rows: PriceRow[] };

/** The prices of a project's models over time, by provider and model. One scan of two small tables. */
export async function readPrices(ctx: ReadCtx): Promise<ModelPrices[]> {
  const [models, rows] = await Promise.all([
    ctx.db
      .select({ id: model.id, provider: model.provider, modelId: model.modelId })
      .from(model)
      .where(eq(model.projectId, ctx.project.id))
      .orderBy(asc(model.provider), asc(model.modelId)),
    rowsOfProject(ctx),
  ]);
  return models.flatMap(({ id, ...name }) => {
    const own = rows.get(id);
    return own === undefined ? [] : [{ ...name, rows: own }];
  });
}
