import { alignMeters } from './align-meters.ts';
import {
  type BilledLine,
  type ConditionedPrice,
  DIFFERENCE_CLASSES,
  type Difference,
  type DifferenceClass,
  explainInvoice,
} from './explain.ts';
import type { LedgerLine } from './ledger-lines.ts';

/** A day, model and meter on both sides. Amounts in $ × 10^12; `parts` add up to `differencePico` exactly. */
export type ComparedRow = {
  day: number;
  model: string;
  meter: string;
  /** Null: the side has money alone. */
  ledgerUnits: number | null;
  invoiceUnits: number | null;
  /** Units of requests without a known cost. */
  unpricedUnits: number;
  ledgerPico: bigint;
  invoicePico: bigint;
  differencePico: bigint;
  parts: Difference[];
};

/** All rows add up to the totals exactly, and so do the classes. */
export type Comparison = {
  rows: ComparedRow[];
  ledgerPico: bigint;
  invoicePico: bigint;
  differencePico: bigint;
  classes: { because: DifferenceClass; amountPico: bigint; rows: number }[];
};

/** Compares the ledger with an invoice by day, model and meter: the rows with the largest difference first. */
export function compareInvoice(
  ledger: readonly LedgerLine[],
  billed: readonly BilledLine[],
  conditioned: readonly ConditionedPrice[],
): Comparison {
  const aligned = alignMeters(ledger, billed);
  const sides = new Map<string, { own: LedgerLine[]; billed: BilledLine[] }>();
  const at = ({ day, model, meter }: { day: number; model: string; meter: string }) => {
    const key = JSON.stringify([day, model, meter]);
    const found = sides.get(key) ?? { own: [], billed: [] };
    sides.set(key, found);
    return found;
  };
  for (const line of aligned.ledger) at(line).own.push(line);
  for (const line of aligned.billed) at(line).billed.push(line);
  const rows = [...sides.values()]
    .flatMap(({ own, billed: charges }) => rowOf(own, charges, conditioned))
    .sort(byDifference);
  const ledgerPico = sum(rows.map((row) => row.ledgerPico));
  const invoicePico = sum(rows.map((row) => row.invoicePico));
  const parts = rows.flatMap((row) => row.parts);
  const classes = DIFFERENCE_CLASSES.flatMap((because) => {
    const own = parts.filter((part) => part.because === because);
    if (own.length === 0) return [];
    return [{ because, amountPico: sum(own.map(({ amountPico }) => amountPico)), rows: own.length }];
  });
  return { rows, ledgerPico, invoicePico, differencePico: ledgerPico - invoicePico, classes };
}

function rowOf(
  own: readonly LedgerLine[],
  billed: readonly BilledLine[],
  conditioned: readonly ConditionedPrice[],
): ComparedRow[] {
  const first = own[0] ?? billed[0];
  if (first === undefined) return [];
  const { day, model, meter } = first;
  const ledgerPico = sum(own.map(({ amountPico }) => amountPico));
  const invoicePico = sum(billed.map(({ amountPico }) => amountPico));
  const isCounted = own.every(({ unsplit }) => unsplit === null);
  const counted = billed.length > 0 && billed.every(({ quantity }) => quantity !== null);
  return [
    {
      day,
      model,
      meter,
      ledgerUnits: isCounted ? own.reduce((units, { quantity }) => units + quantity, 0) : null,
      invoiceUnits: counted ? billed.reduce((units, { quantity }) => units + (quantity ?? 0), 0) : null,
      unpricedUnits: own.reduce((units, { unpricedQuantity }) => units + unpricedQuantity, 0),
      ledgerPico,
      invoicePico,
      differencePico: ledgerPico - invoicePico,
      parts: explainInvoice(own, billed, conditioned),
    },
  ];
}

const size = (pico: bigint): bigint => (pico < 0n ? -pico : pico);

function byDifference(a: ComparedRow, b: ComparedRow): number {
  const [left, right] = [size(a.differencePico), size(b.differencePico)];
  if (left !== right) return left > right ? -1 : 1;
  return a.day - b.day || a.model.localeCompare(b.model) || a.meter.localeCompare(b.meter);
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
