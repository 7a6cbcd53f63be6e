import { formatAmount } from './amount.ts';
import { DAYS, type Day, type Hours } from './hours.ts';
import type { CacheTtl } from './meters.ts';
import type { Conditions, PriceRow, PriceState } from './price-row.ts';

/** Conditions as they are stored and read back: under the names that they are sent with, without what is left out. */
export type WrittenConditions = {
  service_tier?: string;
  region?: string;
  speed?: string;
  cache_ttl?: CacheTtl;
  input_tokens_gte?: number;
  hours?: Hours & { days: Day[] };
};

/** A price row as it is read back; sent again it is the same row. Times are RFC 3339, `amount` is exact. */
export type WrittenRow = {
  meter: string;
  per: number;
  amount: string;
  currency: 'USD';
  effective_from: string;
  effective_to: string | null;
  when: WrittenConditions;
  state: PriceState;
  source_url: string | null;
  checked_at: string | null;
};

/** A row as people and programs read it. */
export const writtenRow = (row: PriceRow): WrittenRow => ({
  meter: row.meter,
  per: row.per,
  amount: formatAmount(row.amountPico),
  currency: row.currency,
  effective_from: new Date(row.effectiveFromMs).toISOString(),
  effective_to: timeOf(row.effectiveToMs),
  when: writtenConditions(row.when),
  state: row.state,
  source_url: row.sourceUrl,
  checked_at: timeOf(row.checkedAtMs),
});

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Conditions in one way of writing: two of the same conditions are equal as JSON, but for how their hours are cut. */
export const writtenConditions = (when: Conditions): WrittenConditions => ({
  ...(when.serviceTier === undefined ? {} : { service_tier: when.serviceTier }),
  ...(when.region === undefined ? {} : { region: when.region }),
  ...(when.speed === undefined ? {} : { speed: when.speed }),
  ...(when.cacheTtl === undefined ? {} : { cache_ttl: when.cacheTtl }),
  ...(when.inputTokensGte === undefined ? {} : { input_tokens_gte: when.inputTokensGte }),
  ...(when.hours === undefined
    ? {}
    : { hours: { ...when.hours, days: DAYS.filter((day) => when.hours?.days.includes(day)) } }),
});

/** Conditions that were checked when they were written. */
export const conditionsOf = (written: WrittenConditions): Conditions => ({
  ...(written.service_tier === undefined ? {} : { serviceTier: written.service_tier }),
  ...(written.region === undefined ? {} : { region: written.region }),
  ...(written.speed === undefined ? {} : { speed: written.speed }),
  ...(written.cache_ttl === undefined ? {} : { cacheTtl: written.cache_ttl }),
  ...(written.input_tokens_gte === undefined ? {} : { inputTokensGte: written.input_tokens_gte }),
  ...(written.hours === undefined ? {} : { hours: written.hours }),
});

/** `batch, from 272000 input tokens`: the conditions as a sentence has them; empty for none. */
export function conditionsText(when: Conditions): string {
  const { hours } = when;
  return [
    when.serviceTier,
    when.region,
    when.speed,
    when.cacheTtl === undefined ? undefined : `cache ${when.cacheTtl}`,
    when.inputTokensGte === undefined ? undefined : `from ${when.inputTokensGte} input tokens`,
    hours === undefined ? undefined : `${hours.from} to ${hours.to} ${hours.tz}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}
