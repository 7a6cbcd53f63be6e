import { divideRounded, type Pico } from './amount.ts';
import { type CacheTtl, type MeterName, ruleOf } from './meters.ts';
import { inForce, type PriceRow } from './price-row.ts';
import { goesBefore, matches, type RequestFacts, scopeOf } from './specificity.ts';
import { type BadCount, isCount, PARTS, splitUsage, type Usage } from './usage.ts';

/** How a request was served, in lower case. An unknown fact matches no row that has a condition on it. */
export type ServedAs = Pick<RequestFacts, 'serviceTier' | 'region' | 'speed'>;

/** One term of a cost: `quantity / per × rowAmountPico`, rounded to 10^-12 dollars. */
export type PriceLine = {
  meter: MeterName;
  cacheTtl: CacheTtl | null;
  quantity: number;
  per: number;
  rowId: string;
  rowAmountPico: Pico;
  amountPico: Pico;
};

/** Why a cost is unknown: a meter that no row prices, or a count that is missing or wrong. */
export type Lacking =
  | { meter: MeterName; cacheTtl: CacheTtl | null; because: 'no_price' | 'no_count' | 'tie' }
  | BadCount;

/** A cost is the sum of its lines, or unknown: never a partial sum, and never 0 because a price is missing. */
export type Priced =
  | { lines: PriceLine[]; totalPico: Pico; lacking: [] }
  | { lines: PriceLine[]; totalPico: null; lacking: Lacking[] };

/**
 * What a request costs by rows that passed `tiesOf`, term by term. This is the reference for the rules; ingest uses
 * `compilePrices`, which gives the same totals faster. `inputTokens`: those that thresholds are compared with, where `usage`
 * is the sum of several requests.
 */
export function priceUsage(
  rows: readonly PriceRow[],
  usage: Usage,
  atMs: number,
  served: ServedAs = {},
  inputTokens: number | null = usage.tokens_in ?? null,
): Priced {
  const parts = new Float64Array(PARTS.length);
  const bad = splitUsage(usage, parts) ?? badToolCount(usage);
  if (bad !== null) return { lines: [], totalPico: null, lacking: [bad] };
  const facts = { ...served, atMs, inputTokens };
  const lines: PriceLine[] = [];
  const lacking: Lacking[] = [];
  const charge = (meter: MeterName, cacheTtl: CacheTtl | null, quantity: number) => {
    const row = rowFor(rows, meter, { ...facts, cacheTtl });
    const isRow = typeof row !== 'string';
    // A total that was not counted makes the cost unknown where its price is above 0.
    if (Number.isNaN(quantity)) {
      if (isRow ? row.amountPico > 0n : row !== 'no_price') lacking.push({ meter, cacheTtl, because: 'no_count' });
    } else if (isRow) lines.push(lineOf(row, meter, cacheTtl, quantity));
    else if (quantity > 0 && !(row === 'no_price' && ruleOf(meter).onlyIfPriced)) {
      lacking.push({ meter, cacheTtl, because: row });
    }
  };
  PARTS.forEach(({ meter, cacheTtl, total }, i) => {
    const quantity = parts[i] as number;
    if (quantity !== 0 || total) charge(meter, cacheTtl, quantity);
  });
  for (const [tool, calls] of Object.entries(usage.tool_calls ?? {}))
    if (calls > 0) charge(`tool_calls:${tool}`, null, calls);
  if (lines.length === 0 && lacking.length === 0) lacking.push(nothingPriced(usage));
  if (lacking.length > 0) return { lines, totalPico: null, lacking };
  return { lines, totalPico: lines.reduce((sum, line) => sum + line.amountPico, 0n), lacking: [] };
}

/** What is missing where nothing was billed: the count or the price. */
export const nothingPriced = (usage: Usage): Lacking => ({
  meter: 'tokens_in',
  cacheTtl: null,
  because: usage.tokens_in == null && usage.tokens_out == null ? 'no_count' : 'no_price',
});

/** The problem of a number of calls that is no count; null where all are. */
export function badToolCount(usage: Usage): BadCount | null {
  for (const tool in usage.tool_calls) {
    if (!isCount(usage.tool_calls[tool] as number)) return { meter: 'tool_calls', because: 'not_a_count' };
  }
  return null;
}

/** The row that prices a meter: its own, else that of the meter named by `otherwise`. */
function rowFor(
  rows: readonly PriceRow[],
  meter: MeterName,
  facts: RequestFacts,
): PriceRow | 'no_price' | 'no_count' | 'tie' {
  const holding = rows.flatMap((row) => {
    const match = row.meter === meter && inForce(row, facts.atMs) ? matches(scopeOf(row.when), facts) : 'no';
    return match === 'no' ? [] : [{ row, certain: match === 'yes' }];
  });
  if (holding.length === 0) {
    const { otherwise } = ruleOf(meter);
    return otherwise === undefined ? 'no_price' : rowFor(rows, otherwise, facts);
  }
  const first = holding.find(({ row }) => holding.every((other) => other.row === row || goesBefore(row, other.row)));
  if (first?.certain) return first.row;
  return holding.every(({ certain }) => certain) ? 'tie' : 'no_count';
}

/** The price of `quantity` by a row; a measured quantity is rounded to a millionth. */
export function amountOf(row: PriceRow, quantity: number): Pico {
  return Number.isSafeInteger(quantity)
    ? divideRounded(BigInt(quantity) * row.amountPico, BigInt(row.per))
    : divideRounded(BigInt(Math.round(quantity * 1e6)) * row.amountPico, BigInt(row.per) * 1_000_000n);
}

const lineOf = (row: PriceRow, meter: MeterName, cacheTtl: CacheTtl | null, quantity: number): PriceLine => ({
  meter,
  cacheTtl,
  quantity,
  per: row.per,
  rowId: row.id,
  rowAmountPico: row.amountPico,
  amountPico: amountOf(row, quantity),
});
