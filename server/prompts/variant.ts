import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import {
  canonicalVariant,
  type ModelRef,
  modelText,
  type VariantParts,
  variantOf,
} from '#server/prompts/domain/variant.ts';

/** A prompt version with the model and settings that it is sent with; approvals and eval runs refer to its `digest`. */
export type Variant = VariantParts & { digest: string };

/**
 * The variant of a version. `model` (`provider/id` or a bare id) replaces the model that the version's config names. A
 * bare id that is unique in the registry is that model, a `/` in it or not, so that both ways of naming it are one
 * variant; one that two providers have is 422 `ambiguous_model`; an unregistered one keeps the name that was sent.
 * Where no model is named, provider and model are null: such a variant can be deployed, and the calling program chooses
 * the model.
 */
export async function resolveVariant(
  ctx: ReadCtx & Pick<Ctx, 'modelsNamed'>,
  version: { digest: string; config: Readonly<Record<string, unknown>> },
  model?: string,
): Promise<Variant> {
  const named = variantOf(version.config, model);
  const parts = { ...named, ...(await registered(ctx, named)) };
  return { ...parts, digest: sha256Hex(canonicalVariant(version.digest, parts)) };
}

/** The registry's name of a model. Prompts may not import the registry, so the process passes the look-up in `ctx`. */
async function registered(ctx: ReadCtx & Pick<Ctx, 'modelsNamed'>, named: ModelRef): Promise<Partial<ModelRef>> {
  const text = modelText(named);
  if (text === null) return {};
  const [only, second] = await ctx.modelsNamed(ctx, text);
  if (only && second) {
    throw invalid(
      '/model',
      'ambiguous_model',
      `/model: ${only.provider} and ${second.provider} both have a model ${text}. Name it as provider/id.`,
    );
  }
  return only ?? {};
}
