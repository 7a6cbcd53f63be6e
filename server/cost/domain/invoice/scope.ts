import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { conditionsText } from '#server/models/prices/domain/row-entry.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { partsOfModel, UNKNOWN_PROVIDER } from '#server/telemetry/event/domain/model-name.ts';
import type { ConditionedPrice } from './explain.ts';
import type { InvoiceFormat } from './invoice-line.ts';
import { isBilledBy, makeBilledMatcher } from './match-billed.ts';

/** Which models of the ledger an invoice is compared with. */
export type BilledModels = {
  /** The model of the invoice under which requests of this one are compared; null: the invoice is not of its provider. */
  nameOf: (model: string) => string | null;
};

/**
 * The models of an invoice's providers, those without a line on it included: what they cost should have been billed. An
 * alias of one model of the invoice (`gpt-4o` of `gpt-4o-2024-08-06`) is compared as that model.
 */
export function billedModels(format: InvoiceFormat, lineModels: readonly string[]): BilledModels {
  const models = [...new Set(lineModels.filter((model) => model !== ''))];
  const providers = new Set(models.map((model) => partsOfModel(model).provider));
  providers.delete(UNKNOWN_PROVIDER);
  const match = makeBilledMatcher(models);
  const names = new Map<string, string | null>(models.map((model) => [model, model]));
  const nameOf = (model: string): string | null => {
    const { provider, model: id } = partsOfModel(model);
    const isOurs = providers.has(provider) || (format !== 'focus' && isBilledBy(format, provider));
    if (!isOurs) return null;
    const alias = match(provider.toLowerCase(), id);
    return alias.kind === 'one' ? alias.model : model;
  };
  return {
    nameOf: (model) => {
      const known = names.get(model);
      if (known !== undefined) return known;
      const name = nameOf(model);
      names.set(model, name);
      return name;
    },
  };
}

/** The prices of a model that hold for a service tier, a region or a speed alone. */
export const conditionedPrices = (model: string, rows: readonly PriceRow[]): ConditionedPrice[] =>
  rows
    .filter(({ state, when }) => state !== 'withdrawn' && (when.serviceTier ?? when.region ?? when.speed) !== undefined)
    .map(({ meter, per, amountPico, when, effectiveFromMs, effectiveToMs }) => ({
      model,
      meter: when.cacheTtl === undefined || when.cacheTtl === 'other' ? meter : `${meter}:${when.cacheTtl}`,
      condition: conditionsText(when),
      amountPico,
      per,
      days: [
        Math.floor(effectiveFromMs / DAY_MS),
        effectiveToMs === null ? null : Math.floor((effectiveToMs - 1) / DAY_MS),
      ],
    }));
