import type { Ctx } from '#server/platform/context.ts';
import { type ModelRef, modelText } from '#server/prompts/domain/variant.ts';
import { matchCurated } from './deprecations/domain/curated.ts';
import { promotionProblem, type Refusal } from './deprecations/domain/replacement-rules.ts';
import { type Life, lifeOf, standingOf } from './domain/life.ts';
import { findNamed, selectModel } from './find-model.ts';

/** The dates of a model as a variant names it: of the registry, else of the list. One or two rows by index. */
export async function readLife(ctx: Pick<Ctx, 'db' | 'project'>, { provider, model }: ModelRef): Promise<Life | null> {
  if (model === null) return null;
  const [only, second] = provider === null ? await findNamed(ctx, model) : [{ provider, model }];
  const named = only && !second ? only : { provider, model };
  const row =
    named.provider === null ? null : await selectModel(ctx, { provider: named.provider, modelId: named.model });
  return lifeOf(row, matchCurated(named));
}

/**
 * Why a promotion onto a model needs a reason: it retires within 30 days, is retired, or may be such a model. Null where
 * it needs none, or where `reason` is given.
 */
export async function promotionRefusal(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  model: ModelRef,
  reason: string | null,
): Promise<Refusal | null> {
  const life = await readLife(ctx, model);
  return life && promotionProblem(standingOf(modelText(model) ?? '', life), reason, ctx.clock.now());
}
