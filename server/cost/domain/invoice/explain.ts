import type { InvoiceLine } from './invoice-line.ts';

/** The ledger's units and cost of a day, model and meter. */
export type LedgerLine = {
  day: number;
  model: string;
  meter: string;
  quantity: number;
  amountPico: bigint;
  /** Whether requests of it came without the tier or the region that served them. */
  tierUnknown: boolean;
};

/** A price of the model's meter under a condition: `service_tier batch`, $ × 10^12 for `per` units. */
export type ConditionedPrice = { model: string; meter: string; condition: string; amountPico: bigint; per: number };

export type DifferenceClass = 'traffic_not_seen' | 'not_billed' | 'wrong_price' | 'tier_or_region' | 'rounding';

export type Difference = {
  day: number;
  model: string;
  meter: string;
  because: DifferenceClass;
  /** Ledger minus invoice, $ × 10^12. */
  amountPico: bigint;
  /** What the invoice implies: units that the ledger lacks, a price of a million units, the condition that fits. */
  evidence: { units?: number; perMillionPico?: bigint; condition?: string };
};

/** A condition's price fits where it charges the same to a thousandth, or to what the invoice rounds. */
const FITS = 1000n;

/**
 * Ledger minus invoice by day, model and meter, split so that the parts of each add up to its difference exactly: units that
 * the invoice has and the ledger has not (at the invoice's price), and the price of those that both have, which is that of a
 * tier or region where requests came without one and a conditioned price fits, else a wrong price row. What the written
 * decimals of the invoice allow is rounding. Without quantities (money alone) the effects of units and prices cannot be
 * distinguished: a fitting condition or else the price is named, and a line that the ledger lacks is traffic.
 */
export function explainInvoice(
  ledger: readonly LedgerLine[],
  invoice: readonly InvoiceLine[],
  conditioned: readonly ConditionedPrice[] = [],
): Difference[] {
  const keys = new Map<string, { own: LedgerLine[]; billed: InvoiceLine[] }>();
  const at = (line: { day: number; model: string; meter: string }) => {
    const key = JSON.stringify([line.day, line.model, line.meter]);
    const found = keys.get(key) ?? { own: [], billed: [] };
    keys.set(key, found);
    return found;
  };
  for (const line of ledger) at(line).own.push(line);
  for (const line of invoice) at(line).billed.push(line);
  return [...keys.values()].flatMap(({ own, billed }) => explainOne(own, billed, conditioned));
}

function explainOne(
  own: readonly LedgerLine[],
  billed: readonly InvoiceLine[],
  conditioned: readonly ConditionedPrice[],
): Difference[] {
  const first = own[0] ?? billed[0];
  if (first === undefined) return [];
  const { day, model, meter } = first;
  const ledgerPico = sum(own.map(({ amountPico }) => amountPico));
  const invoicePico = sum(billed.map(({ amountPico }) => amountPico));
  const roundingPico = sum(billed.map((line) => line.roundingPico));
  const differ = (because: DifferenceClass, amountPico: bigint, evidence: Difference['evidence'] = {}): Difference[] =>
    amountPico === 0n ? [] : [{ day, model, meter, because, amountPico, evidence }];
  const total = ledgerPico - invoicePico;
  if (abs(total) <= roundingPico) return differ('rounding', total);
  const owned = own.reduce((units, { quantity }) => units + quantity, 0);
  const units = unitsOf(billed);
  if (own.length === 0) return differ('traffic_not_seen', total, units === null ? {} : { units });
  if (billed.length === 0) return differ('not_billed', total, { units: owned });
  // At the invoice's own price the ledger's units would have cost so much.
  const atInvoicePico = units === null || units === 0 ? invoicePico : scaled(invoicePico, owned, units);
  const trafficPico = atInvoicePico - invoicePico;
  const pricePico = ledgerPico - atInvoicePico;
  const because = trafficPico > 0n ? 'not_billed' : 'traffic_not_seen';
  const traffic = differ(because, trafficPico, units === null ? {} : { units: Math.abs(units - owned) });
  if (abs(pricePico) <= roundingPico) return [...traffic, ...differ('rounding', pricePico)];
  if (owned === 0) return [...traffic, ...differ('wrong_price', pricePico)];
  const perMillionPico = scaled(atInvoicePico, 1_000_000, owned);
  const isFit = ({ amountPico, per }: ConditionedPrice): boolean => {
    const offPico = abs(scaled(amountPico, owned, per) - atInvoicePico);
    return offPico <= roundingPico || offPico * FITS <= atInvoicePico;
  };
  const fits = own.some((line) => line.tierUnknown)
    ? conditioned.find((price) => price.model === model && price.meter === meter && isFit(price))
    : undefined;
  return [
    ...traffic,
    ...(fits
      ? differ('tier_or_region', pricePico, { condition: fits.condition, perMillionPico })
      : differ('wrong_price', pricePico, { perMillionPico })),
  ];
}

/** All units, or null where a line has money alone. */
const unitsOf = (lines: readonly InvoiceLine[]): number | null =>
  lines.reduce<number | null>((all, { quantity }) => (all === null || quantity === null ? null : all + quantity), 0);

/** `pico × over ÷ under` to the nearest; quantities of up to six decimals. */
function scaled(pico: bigint, over: number, under: number): bigint {
  const [top, bottom] = [pico * BigInt(Math.round(over * 1e6)), BigInt(Math.round(under * 1e6))];
  const half = bottom / 2n;
  return top < 0n ? (top - half) / bottom : (top + half) / bottom;
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
const abs = (value: bigint): bigint => (value < 0n ? -value : value);
