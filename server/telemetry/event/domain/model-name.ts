import { parseModelRef } from '#server/prompts/domain/variant.ts';

/** A model as telemetry names it: `provider/id`, so that the same id of two providers stays two models. */
export type ModelName = { provider: string; model: string };

/** The provider of a bare model id that is not in the registry. */
export const UNKNOWN_PROVIDER = 'unknown';

/** `provider/id` in parts, split at the first slash; null for a bare id. */
export function splitModel(text: string): ModelName | null {
  const { provider, model } = parseModelRef(text);
  return provider === null ? null : { provider, model };
}

/** The text that the dictionary keeps. */
export const joinModel = ({ provider, model }: ModelName): string => `${provider}/${model}`;

/** Reads a dictionary text back. */
export const partsOfModel = (text: string): ModelName =>
  splitModel(text) ?? { provider: UNKNOWN_PROVIDER, model: text };

/** The registry's lookup of model names, in memory. */
export type KnownModels = {
  /** The provider of a bare id that exactly one provider has. */
  providerOf(id: string): string | null;
  has(provider: string, id: string): boolean;
};

/**
 * What an event's `model` and `provider` mean. A provider that is named wins, and is cut off a model that repeats it;
 * else `provider/id`, unless only the whole text is a registered id (`meta-llama/llama-3` of a host); else what the
 * registry knows of the bare id; else `unknown`.
 */
export function nameModel(model: string, provider: string | null, known: KnownModels): ModelName {
  if (provider !== null) {
    return { provider, model: model.startsWith(`${provider}/`) ? model.slice(provider.length + 1) || model : model };
  }
  const split = splitModel(model);
  const owner = split !== null && known.has(split.provider, split.model) ? null : known.providerOf(model);
  if (owner !== null) return { provider: owner, model };
  return split ?? { provider: UNKNOWN_PROVIDER, model };
}
