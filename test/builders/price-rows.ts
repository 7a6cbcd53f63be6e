import { type PriceRowEntry, readPriceRow } from '#server/models/prices/domain/check-price-row.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { tiesOf } from '#server/models/prices/domain/ties.ts';

/** `[meter, dollars per million or another `per`, differing fields]`; from 2026 on unless given. */
export type ShortRow = readonly [meter: string, amount: string | number, more?: Partial<PriceRowEntry>];

/** Rows that the guards accept, or an error that names those they refuse. Ids are `0`, `1`, … */
export function priceRows(...short: readonly ShortRow[]): PriceRow[] {
  const rows = short.map(([meter, amount, more], i) => {
    const entry = { meter, amount, per: 1_000_000, effective_from: '2026-01-01', ...more };
    const { row, problems } = readPriceRow(entry, `/${i}`, String(i));
    if (!row) throw new Error(JSON.stringify(problems));
    return row;
  });
  const ties = tiesOf(rows);
  if (ties.length > 0) throw new Error(JSON.stringify(ties));
  return rows;
}
