import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { invoice, invoiceLine } from '#db/schema/invoices.ts';
import { type Comparison, compareInvoice } from '#server/cost/domain/invoice/compare.ts';
import type { BilledLine } from '#server/cost/domain/invoice/explain.ts';
import { type BilledModels, billedModels, conditionedPrices } from '#server/cost/domain/invoice/scope.ts';
import { picoOfNano } from '#server/models/prices/domain/amount.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { readUseByModel } from '#server/telemetry/query/read-use-by-model.ts';
import type { InvoiceRow } from './import-invoice.ts';
import { type Ledger, readLedger } from './read-ledger.ts';

/** An invoice beside what the ledger has of its days and its provider's models. $ × 10^12. */
export type InvoiceView = { row: InvoiceRow; ledgerPico: bigint };

export type InvoiceDetail = InvoiceView & {
  comparison: Comparison;
  ledger: Pick<Ledger, 'requests' | 'unpricedRequests' | 'counts' | 'rollupsUntil'>;
};

/** Most invoices of a list. */
const LISTED = 100;

/** The newest 100 invoices, with the ledger's total of each from the rollups. */
export async function readInvoices(ctx: Ctx): Promise<InvoiceView[]> {
  const rows = await ctx.db
    .select()
    .from(invoice)
    .where(and(eq(invoice.projectId, ctx.project.id), isNull(invoice.withdrawnAt)))
    .orderBy(desc(invoice.toDay), desc(invoice.importedAt))
    .limit(LISTED);
  if (rows.length === 0) return [];
  const models = await ctx.db
    .selectDistinct({ id: invoiceLine.invoiceId, model: invoiceLine.model })
    .from(invoiceLine)
    .where(
      inArray(
        invoiceLine.invoiceId,
        rows.map(({ id }) => id),
      ),
    );
  const modelsOf = Map.groupBy(models, ({ id }) => id);
  const from = Math.min(...rows.map(({ fromDay }) => fromDay));
  const to = Math.max(...rows.map(({ toDay }) => toDay)) + 1;
  const used = (await readUseByModel(ctx, { from, to, filter: {} })) ?? [];
  return rows.map((row) => {
    const billed = billedModels(
      row.format,
      (modelsOf.get(row.id) ?? []).map(({ model }) => model),
    );
    const ofDays = used
      .filter(({ model }) => billed.nameOf(model) !== null)
      .flatMap(({ days }) => days.filter(({ day }) => day >= row.fromDay && day <= row.toDay));
    return { row, ledgerPico: ofDays.reduce((sum, { costNano }) => sum + picoOfNano(costNano), 0n) };
  });
}

/**
 * One invoice compared with the ledger. 404 unknown. Reads its lines, and the requests of its days as `readLedger` does:
 * about 1.5 s a million.
 */
export async function readInvoice(ctx: Ctx, id: string): Promise<InvoiceDetail> {
  if (!isUuid(id)) throw notFound();
  const [row] = await ctx.db
    .select()
    .from(invoice)
    .where(and(eq(invoice.projectId, ctx.project.id), eq(invoice.id, id), isNull(invoice.withdrawnAt)));
  if (!row) throw notFound();
  const lines: BilledLine[] = await ctx.db
    .select({
      day: invoiceLine.day,
      model: invoiceLine.model,
      meter: invoiceLine.meter,
      quantity: invoiceLine.quantity,
      amountPico: invoiceLine.amountPico,
      roundingPico: invoiceLine.roundingPico,
    })
    .from(invoiceLine)
    .where(eq(invoiceLine.invoiceId, row.id))
    .orderBy(asc(invoiceLine.position));
  const billed = billedModels(
    row.format,
    lines.map(({ model }) => model),
  );
  const days = { from: row.fromDay, to: row.toDay + 1 };
  const ledger = await readLedger(ctx, days, (model) => billed.nameOf(model) !== null);
  const comparison = compareInvoice(named(ledger.lines, billed), lines, pricesOf(ledger, billed));
  return { row, ledgerPico: comparison.ledgerPico, comparison, ledger };
}

/** The ledger's lines under the names that the invoice's models were matched to. */
const named = (lines: Ledger['lines'], { nameOf }: BilledModels): Ledger['lines'] =>
  lines.map((line) => ({ ...line, model: nameOf(line.model) ?? line.model }));

const pricesOf = ({ counts, rowsOf }: Ledger, { nameOf }: BilledModels) =>
  [...new Set(counts.map(({ model }) => model))].flatMap((model) =>
    conditionedPrices(nameOf(model) ?? model, rowsOf(model)),
  );
