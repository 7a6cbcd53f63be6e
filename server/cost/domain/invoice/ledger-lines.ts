import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { priceUsage } from '#server/models/prices/domain/price-usage.ts';
import { PARTS, splitUsage, type Usage } from '#server/models/prices/domain/usage.ts';
import { UNSPLIT } from './invoice-line.ts';

/** Requests of a day and model that the same price rows apply to, and whose cost is known, or not, in the same way. */
export type LedgerGroup = {
  /** UTC, since 1970. */
  day: number;
  /** `provider/id`. */
  model: string;
  /** A time of them; the same rows are in force for all. */
  atMs: number;
  serviceTier: string | null;
  region: string | null;
  /** They have at least so many input tokens, and fewer than the next threshold of a row; null: not counted. */
  inputTokensFrom: number | null;
  costKnown: boolean;
  /** Whether the cost came with the requests; else it was computed here. */
  sent: boolean;
  requests: number;
  /** Sums; null where the requests did not count them. Input includes cached and written tokens, output reasoning. */
  tokensIn: number | null;
  tokensOut: number | null;
  tokensCached: number;
  tokensReasoning: number;
  tokensCacheWrite: number;
  written5m: number;
  written1h: number;
  /** US dollars × 10^12; 0 where it is not known. */
  costPico: bigint;
};

/** The ledger's units and cost of a day, model and meter. */
export type LedgerLine = {
  day: number;
  model: string;
  meter: string;
  quantity: number;
  /** The part of the quantity whose requests have no known cost. */
  unpricedQuantity: number;
  amountPico: bigint;
  /** The part of the amount that came with the requests. */
  sentPico: bigint;
  /** Whether requests of it came without the tier or the region that served them. */
  tierUnknown: boolean;
  /**
   * Of an amount that belongs to no meter: no row splits it (`no_price`), or registered rows give another amount than is
   * stored (`other_rows`): they were changed since, or it is for tools, images or audio, which are not split here.
   */
  unsplit: 'no_price' | 'other_rows' | null;
};

/** A cost is stored in 10^-9 dollars: this much of a request may be lost to it. */
const STORED_PICO = 1_000n;

/**
 * The ledger by day, model and meter. The stored costs are split by the rows that price the requests, so the lines of a
 * group add up to its cost exactly.
 */
export function ledgerLines(
  groups: readonly LedgerGroup[],
  rowsOf: (model: string) => readonly PriceRow[],
): LedgerLine[] {
  const lines = new Map<string, LedgerLine>();
  for (const group of groups) {
    for (const line of splitGroup(group, rowsOf(group.model))) {
      const key = JSON.stringify([line.day, line.model, line.meter, line.unsplit]);
      const known = lines.get(key);
      lines.set(key, known === undefined ? line : bothLines(known, line));
    }
  }
  return [...lines.values()];
}

/** The sum of two lines of the same meter. */
export const bothLines = (a: LedgerLine, b: LedgerLine): LedgerLine => ({
  ...a,
  quantity: a.quantity + b.quantity,
  unpricedQuantity: a.unpricedQuantity + b.unpricedQuantity,
  amountPico: a.amountPico + b.amountPico,
  sentPico: a.sentPico + b.sentPico,
  tierUnknown: a.tierUnknown || b.tierUnknown,
});

function splitGroup(group: LedgerGroup, rows: readonly PriceRow[]): LedgerLine[] {
  const { day, model, costKnown, sent, costPico } = group;
  const of = { day, model, tierUnknown: group.serviceTier === null || group.region === null };
  const lineOf = (meter: string, quantity: number, amountPico: bigint, unsplit: LedgerLine['unsplit'] = null) => ({
    ...of,
    ...{ meter, quantity, amountPico, unsplit },
    unpricedQuantity: costKnown ? 0 : quantity,
    sentPico: sent ? amountPico : 0n,
  });
  const usage = usageOf(group);
  const quantities = quantitiesOf(usage);
  if (!costKnown) return [...quantities].map(([meter, quantity]) => lineOf(meter, quantity, 0n));
  const served = { serviceTier: group.serviceTier ?? undefined, region: group.region ?? undefined };
  const priced = priceUsage(rows, usage, group.atMs, served, group.inputTokensFrom).lines;
  const amounts = new Map(
    priced.map(({ meter, cacheTtl, amountPico }) => [meterName(meter, cacheTtl), amountPico] as const),
  );
  for (const line of priced) quantities.set(meterName(line.meter, line.cacheTtl), line.quantity);
  const byRowsPico = [...amounts.values()].reduce((sum, amount) => sum + amount, 0n);
  if (byRowsPico === 0n && costPico !== 0n) return [lineOf(UNSPLIT, 0, costPico, 'no_price')];
  const restPico = costPico - byRowsPico;
  const isApart = !sent && (restPico < 0n ? -restPico : restPico) > STORED_PICO * BigInt(group.requests);
  const split = isApart ? amounts : scaledTo(amounts, byRowsPico, costPico);
  const lines = [...quantities].map(([meter, quantity]) => lineOf(meter, quantity, split.get(meter) ?? 0n));
  return isApart ? [...lines, lineOf(UNSPLIT, 0, restPico, 'other_rows')] : lines;
}

/** The meter with the time to live of what was written to a cache, as invoices name it. */
const meterName = (meter: string, cacheTtl: string | null): string =>
  cacheTtl === null || cacheTtl === 'other' ? meter : `${meter}:${cacheTtl}`;

function usageOf(group: LedgerGroup): Usage {
  const { tokensCacheWrite: written, written5m, written1h } = group;
  return {
    tokens_in: group.tokensIn,
    tokens_out: group.tokensOut,
    tokens_cached: group.tokensCached,
    tokens_reasoning: group.tokensReasoning,
    tokens_cache_write: { '5m': written5m, '1h': written1h, other: Math.max(0, written - written5m - written1h) },
    requests: group.requests,
  };
}

/** Units by meter, without requests: few vendors charge them, and those have a row. */
function quantitiesOf(usage: Usage): Map<string, number> {
  const parts = new Float64Array(PARTS.length);
  if (splitUsage(usage, parts) !== null) return new Map();
  return new Map(
    PARTS.flatMap(({ meter, cacheTtl }, i) => {
      const quantity = parts[i] ?? 0;
      return quantity > 0 && meter !== 'requests' ? [[meterName(meter, cacheTtl), quantity] as const] : [];
    }),
  );
}

/** Amounts in the same proportions that add up to `toPico`; what division leaves goes to the largest. */
function scaledTo(amounts: ReadonlyMap<string, bigint>, fromPico: bigint, toPico: bigint): ReadonlyMap<string, bigint> {
  if (fromPico === toPico || fromPico === 0n) return amounts;
  const scaled = new Map([...amounts].map(([meter, amount]) => [meter, (amount * toPico) / fromPico] as const));
  const [largest] = [...scaled].toSorted((a, b) => (b[1] > a[1] ? 1 : -1));
  const sum = [...scaled.values()].reduce((all, amount) => all + amount, 0n);
  if (largest !== undefined) scaled.set(largest[0], largest[1] + toPico - sum);
  return scaled;
}
