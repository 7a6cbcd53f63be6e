import type { Db, Tx } from '#db/client.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import { canonicalVariant, type ModelRef, type VariantParts, variantOf } from '#server/prompts/domain/variant.ts';

/** A prompt version with the model and settings that it is sent with; `digest` is what approvals and eval runs bind. */
export type Variant = VariantParts & { digest: string };

/**
 * The variant of a version. `model` (`provider/id` or a bare id) wins over the model that the version's config names.
 * A bare id that is unique in the registry is that model, so that both ways of naming it are one variant; one that two
 * providers have is 422 `ambiguous_model`; an unregistered one keeps `provider` null. Neither named: both null; such a
 * variant can be deployed, the caller brings the model.
 */
export async function resolveVariant(
  ctx: Pick<Ctx, 'project' | 'modelProviders'>,
  db: Db | Tx,
  version: { digest: string; config: Readonly<Record<string, unknown>> },
  model?: string,
): Promise<Variant> {
  const named = variantOf(version.config, model);
  const parts = { ...named, provider: await providerOf(ctx, db, named) };
  return { ...parts, digest: sha256Hex(canonicalVariant(version.digest, parts)) };
}

/** The registry's provider of a bare id. The registry stands to the right of prompts, so the process hands the look-up in. */
async function providerOf(
  ctx: Pick<Ctx, 'project' | 'modelProviders'>,
  db: Db | Tx,
  { provider, model }: ModelRef,
): Promise<string | null> {
  if (provider !== null || model === null) return provider;
  const [only, second] = await ctx.modelProviders(db, ctx.project.id, model);
  if (only && second) {
    throw invalid(
      '/model',
      'ambiguous_model',
      `/model: ${only} and ${second} both have a model ${model}. Name it as provider/id.`,
    );
  }
  return only ?? null;
}
