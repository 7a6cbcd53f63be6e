import type { z } from 'zod';
import { dateOf } from '#server/cost/domain/date-of.ts';
import type { ComparedRow } from '#server/cost/domain/invoice/compare.ts';
import type { Difference } from '#server/cost/domain/invoice/explain.ts';
import { formatAmount } from '#server/models/prices/domain/amount.ts';
import type { importedResponse, invoiceDetailResponse, invoiceResponse } from './contract.ts';
import type { InvoiceRow } from './import-invoice.ts';
import type { InvoiceDetail, InvoiceView } from './read-invoices.ts';

type DetailWire = z.input<typeof invoiceDetailResponse>;

/** Rows of a response; the rest is added up. */
export const ROWS_SHOWN = 500;

const fields = (row: InvoiceRow) => ({
  id: row.id,
  format: row.format,
  name: row.name,
  from: dateOf(row.fromDay),
  to: dateOf(row.toDay),
  lines: row.lineCount,
  invoice_usd: formatAmount(BigInt(row.totalPico)),
  imported_by: row.importedBy.name,
  imported_at: row.importedAt.toISOString(),
});

/** The response to an import. */
export const importedWire = ({
  row,
  created,
}: {
  row: InvoiceRow;
  created: boolean;
}): z.input<typeof importedResponse> => ({ ...fields(row), created });

/** An invoice of the list. */
export const invoiceWire = ({ row, ledgerPico }: InvoiceView): z.input<typeof invoiceResponse> => ({
  ...fields(row),
  ledger_usd: formatAmount(ledgerPico),
  difference_usd: formatAmount(ledgerPico - BigInt(row.totalPico)),
});

/** An invoice with its comparison, for the edge and our own pages: every sum adds up exactly. */
export function invoiceDetailWire(detail: InvoiceDetail): DetailWire {
  const { row, comparison, ledger } = detail;
  const rest = comparison.rows.slice(ROWS_SHOWN);
  const sumOf = (field: 'ledgerPico' | 'invoicePico' | 'differencePico') =>
    formatAmount(rest.reduce((sum, each) => sum + each[field], 0n));
  return {
    ...invoiceWire(detail),
    classes: comparison.classes.map(({ because, amountPico, rows }) => ({
      class: because,
      amount_usd: formatAmount(amountPico),
      rows,
    })),
    requests: ledger.requests,
    unpriced_requests: ledger.unpricedRequests,
    rollups_until: ledger.rollupsUntil > row.fromDay ? dateOf(ledger.rollupsUntil) : null,
    rows: comparison.rows.slice(0, ROWS_SHOWN).map(rowWire),
    rest: {
      rows: rest.length,
      ledger_usd: sumOf('ledgerPico'),
      invoice_usd: sumOf('invoicePico'),
      difference_usd: sumOf('differencePico'),
    },
  };
}

const rowWire = (row: ComparedRow): DetailWire['rows'][number] => ({
  date: dateOf(row.day),
  model: row.model || null,
  meter: row.meter,
  ledger_units: row.ledgerUnits,
  invoice_units: row.invoiceUnits,
  unpriced_units: row.unpricedUnits,
  ledger_usd: formatAmount(row.ledgerPico),
  invoice_usd: formatAmount(row.invoicePico),
  difference_usd: formatAmount(row.differencePico),
  parts: row.parts.map(partWire),
});

function partWire({ because, amountPico, evidence }: Difference): DetailWire['rows'][number]['parts'][number] {
  const { units, perMillionPico, ownPerMillionPico, condition, reason } = evidence;
  return {
    class: because,
    amount_usd: formatAmount(amountPico),
    units: units ?? null,
    invoice_usd_per_million: perMillionPico === undefined ? null : formatAmount(perMillionPico),
    ledger_usd_per_million: ownPerMillionPico === undefined ? null : formatAmount(ownPerMillionPico),
    condition: condition ?? null,
    reason: reason ?? null,
  };
}
