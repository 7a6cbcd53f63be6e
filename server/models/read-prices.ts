import { asc, eq } from 'drizzle-orm';
import { model, modelPrice } from '#db/schema/models.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** US dollars per million tokens of one model, in force from `effectiveFrom` until the model's next row. */
export type PriceRow = {
  provider: string;
  modelId: string;
  effectiveFrom: Date;
  inputPerMtok: number;
  outputPerMtok: number;
  /** Null: cached input costs the same as other input. */
  cachedInputPerMtok: number | null;
  /** Null: writing to the cache costs the same as other input. */
  cacheWritePerMtok: number | null;
};

/** All prices of a project's models, by provider, model and time. One scan of two small tables. */
export const readPrices = (ctx: ReadCtx): Promise<PriceRow[]> =>
  ctx.db
    .select({
      provider: model.provider,
      modelId: model.modelId,
      effectiveFrom: modelPrice.effectiveFrom,
      inputPerMtok: modelPrice.inputPerMtok,
      outputPerMtok: modelPrice.outputPerMtok,
      cachedInputPerMtok: modelPrice.cachedInputPerMtok,
      cacheWritePerMtok: modelPrice.cacheWritePerMtok,
    })
    .from(modelPrice)
    .innerJoin(model, eq(model.id, modelPrice.modelPk))
    .where(eq(model.projectId, ctx.project.id))
    .orderBy(asc(model.provider), asc(model.modelId), asc(modelPrice.effectiveFrom));
