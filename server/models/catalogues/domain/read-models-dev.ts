import type { ConditionsEntry } from '#server/models/prices/domain/check-price-row.ts';
import { type CatalogueModel, countOf, dayOf, defined, isObject } from './catalogue.ts';
import { ListedRows } from './listed-rows.ts';

/** Dollars per million tokens, in `cost`, its tiers and its modes. */
const TOKENS: Readonly<Record<string, string>> = {
  input: 'tokens_in',
  output: 'tokens_out',
  reasoning: 'tokens_reasoning',
  cache_read: 'tokens_cached',
  cache_write: 'tokens_cache_write',
  input_audio: 'tokens_in_audio',
  output_audio: 'tokens_out_audio',
};
const PER = 1_000_000;

/** Whether a JSON object is models.dev's `api.json`: providers as keys, each with its models. */
export const isModelsDev = (value: unknown): value is Record<string, unknown> =>
  isObject(value) &&
  Object.values(value).some((provider) => isObject(provider) && 'id' in provider && isObject(provider.models));

/** Reads the models of one provider. */
export function readModelsDev(provider: string, entry: unknown): CatalogueModel[] {
  if (!isObject(entry) || !isObject(entry.models)) return [];
  return Object.entries(entry.models).flatMap(([modelId, model]) =>
    isObject(model) ? [readModel(provider, modelId, model)] : [],
  );
}

function readModel(provider: string, modelId: string, model: Record<string, unknown>): CatalogueModel {
  const rows = new ListedRows();
  if (isObject(model.cost)) readCost('cost', model.cost, {}, rows);
  const modes = isObject(model.experimental) ? model.experimental.modes : undefined;
  for (const [mode, given] of Object.entries(isObject(modes) ? modes : {})) {
    if (!isObject(given) || !isObject(given.cost)) continue;
    const path = `experimental/modes/${mode}/cost`;
    if (mode === 'fast') readCost(path, given.cost, { speed: 'fast' }, rows);
    else rows.cannot(path, 'a mode that no request names');
  }
  const limit = isObject(model.limit) ? model.limit : {};
  const input = isObject(model.modalities) ? model.modalities.input : undefined;
  return {
    provider,
    modelId,
    facts: defined({
      display_name: typeof model.name === 'string' && model.name !== '' ? model.name.slice(0, 200) : undefined,
      context_window: countOf(limit.context),
      max_output_tokens: countOf(limit.output),
      modalities: Array.isArray(input) ? input.filter((each) => typeof each === 'string') : undefined,
      released_at: dayOf(model.release_date),
    }),
    listed: rows.listed,
    unread: rows.unread,
  };
}

function readCost(path: string, cost: Record<string, unknown>, when: ConditionsEntry, rows: ListedRows): void {
  for (const [field, value] of Object.entries(cost)) {
    const at = `${path}/${field}`;
    const meter = TOKENS[field];
    if (value == null) continue;
    if (meter !== undefined) rows.per(at, value, { meter, per: PER, when });
    else if (field === 'tiers' && Array.isArray(value)) readTiers(at, value, when, rows);
    else if (field === 'context_over_200k') {
      // The older form of the same tiers.
      if (!Array.isArray(cost.tiers) && isObject(value)) {
        readCost(at, value, { ...when, input_tokens_gte: 200_001 }, rows);
      }
    } else if (value !== 0) rows.cannot(at, 'no meter is of this name');
  }
}

function readTiers(path: string, tiers: readonly unknown[], when: ConditionsEntry, rows: ListedRows): void {
  tiers.forEach((tier, i) => {
    const bound = isObject(tier) && isObject(tier.tier) ? tier.tier : {};
    const size = countOf(bound.size);
    if (!isObject(tier) || bound.type !== 'context' || size === undefined) {
      rows.cannot(`${path}/${i}`, 'a tier that is not of the input tokens');
    } else {
      const { tier: _, ...cost } = tier;
      readCost(`${path}/${i}`, cost, { ...when, input_tokens_gte: size }, rows);
    }
  });
}
