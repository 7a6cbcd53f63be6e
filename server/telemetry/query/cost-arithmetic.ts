import { formatAmount } from '#server/models/prices/domain/amount.ts';
import type { CacheTtl, MeterName } from '#server/models/prices/domain/meters.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { type Lacking, priceUsage, type ServedAs } from '#server/models/prices/domain/price-usage.ts';
import { conditionsText } from '#server/models/prices/domain/row-entry.ts';
import type { Usage } from '#server/models/prices/domain/usage.ts';

/** `quantity / per × price = amount`. Prices and amounts are US dollars as exact decimal text. */
export type CostLine = {
  meter: MeterName;
  cacheTtl: CacheTtl | null;
  quantity: number;
  per: number;
  price: string;
  amount: string;
  /** `batch, from 272000 input tokens`: under which conditions the price holds; empty for none. */
  conditions: string;
};

/** A cost by the prices that are registered now, line by line. `total` null: unknown, and `lacking` says why. */
export type CostArithmetic = { lines: CostLine[]; total: string | null; lacking: Lacking[] };

/** Of a request that its provider refused: it bills nothing, whatever its prices are. */
export const NOT_BILLED: CostArithmetic = { lines: [], total: '0', lacking: [] };

/** What a request costs by these rows, term by term. */
export function costArithmetic(
  rows: readonly PriceRow[],
  usage: Usage,
  atMs: number,
  served: ServedAs,
): CostArithmetic {
  const priced = priceUsage(rows, usage, atMs, served);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    lines: priced.lines.map(({ meter, cacheTtl, quantity, per, rowId, rowAmountPico, amountPico }) => ({
      meter,
      cacheTtl,
      quantity,
      per,
      price: formatAmount(rowAmountPico),
      amount: formatAmount(amountPico),
      conditions: conditionsText(byId.get(rowId)?.when ?? {}),
    })),
    total: priced.totalPico === null ? null : formatAmount(priced.totalPico),
    lacking: priced.lacking,
  };
}
