import { type InvoiceLine, UNSPLIT } from './invoice-line.ts';
import type { LedgerLine } from './ledger-lines.ts';

/** A charge as far as it is compared. */
export type BilledLine = Omit<InvoiceLine, 'path' | 'provider'>;

/** A price of the model's meter under a condition: `service_tier batch`, $ × 10^12 for `per` units. */
export type ConditionedPrice = {
  model: string;
  meter: string;
  condition: string;
  amountPico: bigint;
  per: number;
  /** In force on these days (since 1970); null: without end. */
  days?: readonly [from: number, to: number | null];
};

/**
 * | class | ledger and invoice differ because |
 * | --- | --- |
 * | `traffic_not_seen` | the invoice has units that no request of the ledger has |
 * | `not_billed` | the ledger has units that the invoice has not |
 * | `no_price` | requests of the ledger have no known cost |
 * | `wrong_price` | both have the same units at different prices |
 * | `tier_or_region` | the same, and the price of a tier or region that requests did not state fits |
 * | `rounding` | the invoice is written with so many decimals |
 * | `remainder` | none of these can be told: see its `reason` |
 */
export const DIFFERENCE_CLASSES = [
  'traffic_not_seen',
  'not_billed',
  'no_price',
  'wrong_price',
  'tier_or_region',
  'rounding',
  'remainder',
] as const;
export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number];

/** Why nothing is told of a remainder; `other_rows`: a wrong price that stored costs have, and registered rows no longer. */
export const REASONS = ['no_model', 'credit', 'not_split', 'other_rows', 'sent'] as const;
export type Reason = (typeof REASONS)[number];

export type Difference = {
  day: number;
  model: string;
  meter: string;
  because: DifferenceClass;
  /** Ledger minus invoice, $ × 10^12. */
  amountPico: bigint;
  /** What the invoice implies: units that the ledger lacks, a price of a million units, the condition that fits. */
  evidence: {
    units?: number;
    perMillionPico?: bigint;
    /** What the ledger charged for a million units. */
    ownPerMillionPico?: bigint;
    condition?: string;
    reason?: Reason;
  };
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
  invoice: readonly BilledLine[],
  conditioned: readonly ConditionedPrice[] = [],
): Difference[] {
  const keys = new Map<string, { own: LedgerLine[]; billed: BilledLine[] }>();
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
  billed: readonly BilledLine[],
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
  if (model === '') return differ('remainder', total, { reason: 'no_model' });
  if (abs(total) <= roundingPico) return differ('rounding', total);
  const owned = own.reduce((units, { quantity }) => units + quantity, 0);
  const units = unitsOf(billed);
  if (own.length === 0) {
    if (invoicePico < 0n) return differ('remainder', total, { reason: 'credit' });
    return differ('traffic_not_seen', total, units === null ? {} : { units });
  }
  if (billed.length === 0) {
    if (own.every(({ unsplit }) => unsplit === 'other_rows'))
      return differ('wrong_price', total, { reason: 'other_rows' });
    return differ('not_billed', total, owned === 0 ? {} : { units: owned });
  }
  if (meter === UNSPLIT) return differ('remainder', total, { reason: 'not_split' });
  // What so many units cost at the invoice's own price; without units, it charges for those of the ledger.
  const atInvoice = (quantity: number): bigint => {
    const over = units === null || units === 0 ? owned : units;
    return over === 0 ? invoicePico : scaled(invoicePico, quantity, over);
  };
  const trafficPico = atInvoice(owned) - invoicePico;
  const because = trafficPico > 0n ? 'not_billed' : 'traffic_not_seen';
  const unpriced = own.reduce((sum, { unpricedQuantity }) => sum + unpricedQuantity, 0);
  const noPricePico = unpriced === 0 ? 0n : -atInvoice(unpriced);
  const pricePico = total - trafficPico - noPricePico;
  const before = [
    ...differ(because, trafficPico, units === null ? {} : { units: Math.abs(units - owned) }),
    ...differ('no_price', noPricePico, { units: unpriced }),
  ];
  const priced = owned - unpriced;
  if (abs(pricePico) <= roundingPico) return [...before, ...differ('rounding', pricePico)];
  if (priced <= 0) return [...before, ...differ('wrong_price', pricePico)];
  const billedPico = ledgerPico - pricePico;
  const evidence = {
    perMillionPico: scaled(billedPico, 1_000_000, priced),
    ownPerMillionPico: scaled(ledgerPico, 1_000_000, priced),
  };
  const fits = own.some((line) => line.tierUnknown)
    ? conditioned.find((price) => isOf(price, first) && isFit(price, priced, billedPico, roundingPico))
    : undefined;
  if (fits) return [...before, ...differ('tier_or_region', pricePico, { ...evidence, condition: fits.condition })];
  const sent = own.some(({ sentPico }) => sentPico !== 0n);
  return [...before, ...differ('wrong_price', pricePico, sent ? { ...evidence, reason: 'sent' } : evidence)];
}

const isOf = ({ model, meter, days }: ConditionedPrice, at: { day: number; model: string; meter: string }): boolean =>
  model === at.model &&
  meter === at.meter &&
  (days === undefined || (days[0] <= at.day && (days[1] === null || at.day <= days[1])));

function isFit(
  { amountPico, per }: ConditionedPrice,
  units: number,
  billedPico: bigint,
  roundingPico: bigint,
): boolean {
  const offPico = abs(scaled(amountPico, units, per) - billedPico);
  return offPico <= roundingPico || offPico * FITS <= billedPico;
}

/** All units, or null where a line has money alone. */
const unitsOf = (lines: readonly BilledLine[]): number | null =>
  lines.reduce<number | null>((all, { quantity }) => (all === null || quantity === null ? null : all + quantity), 0);

/** `pico × over ÷ under` to the nearest; quantities of up to six decimals. */
function scaled(pico: bigint, over: number, under: number): bigint {
  const [top, bottom] = [pico * BigInt(Math.round(over * 1e6)), BigInt(Math.round(under * 1e6))];
  const half = bottom / 2n;
  return top < 0n ? (top - half) / bottom : (top + half) / bottom;
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
const abs = (value: bigint): bigint => (value < 0n ? -value : value);
