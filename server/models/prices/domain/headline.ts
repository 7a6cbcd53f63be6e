import { divideRounded, formatAmount } from './amount.ts';
import type { MeterName } from './meters.ts';
import { type Conditions, inForce, type PriceRow } from './price-row.ts';
import { conditionsText } from './row-entry.ts';
import { scopeOf } from './specificity.ts';

/**
 * What an ordinary request pays, in US dollars per million tokens: the rows without conditions. For a look at a model and
 * an estimate; a cost is computed from all rows. Null: no such row.
 */
export type HeadlinePrice = {
  inputPerMtok: number | null;
  outputPerMtok: number | null;
  cachedInputPerMtok: number | null;
  cacheWritePerMtok: number | null;
  /** Since when all of these have been in force. */
  effectiveFrom: Date;
};

const MTOK = 1_000_000n;

/** The row of a meter in force at a time in ms whose conditions are exactly these; null where there is none. */
export function rowInForce(
  rows: readonly PriceRow[],
  meter: MeterName,
  atMs: number,
  when: Conditions = {},
): PriceRow | null {
  const { key } = scopeOf(when);
  return rows
    .filter((row) => row.meter === meter && inForce(row, atMs) && scopeOf(row.when).key === key)
    .reduce<PriceRow | null>(
      (last, row) => (last === null || row.effectiveFromMs > last.effectiveFromMs ? row : last),
      null,
    );
}

/** The headline price at a time in ms; null where neither input nor output has a row without conditions. */
export function headlinePrice(rows: readonly PriceRow[], atMs: number): HeadlinePrice | null {
  const of = (meter: MeterName) => rowInForce(rows, meter, atMs);
  const [input, output, cached, written] = [
    of('tokens_in'),
    of('tokens_out'),
    of('tokens_cached'),
    of('tokens_cache_write'),
  ];
  if (input === null && output === null) return null;
  const since = [input, output, cached, written].flatMap((row) => (row === null ? [] : [row.effectiveFromMs]));
  return {
    inputPerMtok: perMtok(input),
    outputPerMtok: perMtok(output),
    cachedInputPerMtok: perMtok(cached),
    cacheWritePerMtok: perMtok(written),
    effectiveFrom: new Date(Math.max(...since)),
  };
}

const perMtok = (row: PriceRow | null): number | null =>
  row === null ? null : Number(formatAmount(divideRounded(row.amountPico * MTOK, BigInt(row.per))));

/** The text of a chart mark for prices that change at a time: the headline before and after, or the first row that differs. */
export function changeText(before: readonly PriceRow[], after: readonly PriceRow[], changed: PriceRow): string {
  const atMs = changed.effectiveFromMs;
  const [was, is] = [headlineText(before, atMs), headlineText(after, atMs)];
  if (was !== is && is !== null) return `${was === null ? '' : `${was} → `}${is} per Mtok`;
  const conditions = conditionsText(changed.when);
  const what = `${changed.meter}${conditions === '' ? '' : ` (${conditions})`}`;
  if (changed.state === 'withdrawn') return `${what} withdrawn`;
  const same = before.find(
    (row) => row.meter === changed.meter && scopeOf(row.when).key === scopeOf(changed.when).key && inForce(row, atMs),
  );
  return `${what} ${same === undefined ? '' : `${amountText(same)} → `}${amountText(changed)}`;
}

function headlineText(rows: readonly PriceRow[], atMs: number): string | null {
  const price = headlinePrice(rows, atMs);
  return price === null ? null : `$${price.inputPerMtok ?? '?'} in, $${price.outputPerMtok ?? '?'} out`;
}

const amountText = (row: PriceRow): string =>
  row.per === 1_000_000
    ? `$${formatAmount(row.amountPico)} per million`
    : `$${formatAmount(row.amountPico)}${row.per === 1 ? '' : ` per ${row.per}`}`;
