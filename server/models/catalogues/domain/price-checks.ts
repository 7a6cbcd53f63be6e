import type { MeterName } from '#server/models/prices/domain/meters.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';

/** Why a price may be wrong, by a comparison of amounts. */
export const WARNINGS = {
  cents: 'The amounts differ about 100 times: one may be in cents.',
  thousandfold: 'The amounts differ about 1,000 times: one may be for a thousand units.',
  millionfold: 'The amounts differ about 1,000,000 times: one may be for a single token.',
  tenfold: 'The amounts differ more than ten times.',
  free: 'One says that it is free.',
  cached_above_input: 'Cached input would cost more than other input.',
  cache_write_ratio: 'Writing to a cache costs 1 to 4 times what input does at every known vendor.',
  output_below_input: 'Output would cost less than input.',
  tier_below_base: 'Long requests would cost less than short ones.',
  batch_above_base: 'A batch would cost more than an ordinary request.',
  withdrawn_here: 'You have withdrawn this announced price.',
  only_one: 'Only one catalogue has this price, and it was left out because it looks wrong.',
} as const;
export type WarningCode = keyof typeof WARNINGS;

/** Warnings for which an import leaves a price out until a person confirms it. */
export const WITHHELD: readonly WarningCode[] = ['cached_above_input', 'cache_write_ratio'];

export type Amount = Pick<PriceRow, 'amountPico' | 'per'>;

/** `a / b` of two prices per unit; Infinity where only `b` is free, 1 where both are. */
export function ratioOf(a: Amount, b: Amount): number {
  const [top, bottom] = [a.amountPico * BigInt(b.per), b.amountPico * BigInt(a.per)];
  if (bottom === 0n) return top === 0n ? 1 : Number.POSITIVE_INFINITY;
  // Six digits of the ratio are exact; doubles hold the rest.
  return Number((top * 1_000_000n) / bottom) / 1_000_000 || Number(top) / Number(bottom);
}

const isAbout = (ratio: number, times: number): boolean => ratio >= times * 0.9 && ratio <= times * 1.1;

/** What the distance of the highest from the lowest price suggests. `ratio`: from 1. */
export function ratioWarnings(ratio: number): WarningCode[] {
  if (ratio === Number.POSITIVE_INFINITY) return ['free'];
  if (isAbout(ratio, 100)) return ['cents'];
  if (isAbout(ratio, 1000)) return ['thousandfold'];
  if (isAbout(ratio, 1_000_000)) return ['millionfold'];
  return ratio >= 10 ? ['tenfold'] : [];
}

/**
 * What is odd about one price beside the others of the same model and source. `rows`: those in force at one time,
 * without the same meter and conditions twice. A price of 0 is free, and no warning.
 */
export function oddities(row: PriceRow, rows: readonly PriceRow[]): WarningCode[] {
  if (row.amountPico === 0n) return [];
  const input = besides(rows, row, 'tokens_in');
  const found: WarningCode[] = [];
  if (input !== null && input.amountPico > 0n) {
    const ratio = ratioOf(row, input);
    if (row.meter === 'tokens_cached' && ratio > 1) found.push('cached_above_input');
    if (row.meter === 'tokens_cache_write' && (ratio < 1 || ratio > 4)) found.push('cache_write_ratio');
    if (row.meter === 'tokens_out' && ratio < 1) found.push('output_below_input');
  }
  const { inputTokensGte, ...short } = row.when;
  if (inputTokensGte !== undefined) {
    const base = withConditions(rows, row.meter, short);
    if (base !== null && ratioOf(row, base) < 1) found.push('tier_below_base');
  }
  if (row.when.serviceTier === 'batch' || row.when.serviceTier === 'flex') {
    const { serviceTier: _, ...usual } = row.when;
    const base = withConditions(rows, row.meter, usual);
    if (base !== null && ratioOf(row, base) > 1) found.push('batch_above_base');
  }
  return found;
}

/** The price of another meter for the same requests, else for those without conditions. */
function besides(rows: readonly PriceRow[], { when }: PriceRow, meter: MeterName): PriceRow | null {
  const { cacheTtl: _, ...same } = when;
  return withConditions(rows, meter, same) ?? withConditions(rows, meter, {});
}

const withConditions = (rows: readonly PriceRow[], meter: MeterName, when: PriceRow['when']): PriceRow | null =>
  rows.find((row) => row.meter === meter && JSON.stringify(ordered(row.when)) === JSON.stringify(ordered(when))) ??
  null;

const ordered = (when: PriceRow['when']) => Object.entries(when).toSorted(([a], [b]) => (a < b ? -1 : 1));
