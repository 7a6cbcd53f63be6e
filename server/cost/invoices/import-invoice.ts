import { and, eq, gte, isNull, lte, ne, sql } from 'drizzle-orm';
import { invoice, invoiceLine } from '#db/schema/invoices.ts';
import { model } from '#db/schema/models.ts';
import { project } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { dateOf } from '#server/cost/domain/date-of.ts';
import type { InvoiceFormat, InvoiceLine } from '#server/cost/domain/invoice/invoice-line.ts';
import { makeBilledMatcher } from '#server/cost/domain/invoice/match-billed.ts';
import { formatAmount } from '#server/models/prices/domain/amount.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict, type FieldError, invalidFields } from '#server/platform/faults.ts';
import { newId, sha256Hex } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { parseInvoice } from './parse-invoice.ts';
import { readModelNumbers } from './read-ledger.ts';
import { withdraw } from './withdraw-invoice.ts';

export type InvoiceRow = typeof invoice.$inferSelect;
export type ImportEntry = { text: string; format: InvoiceFormat | null; name: string | null; replaces: string | null };

type MatchedLine = InvoiceLine & { matched: string };

/** Lines of one statement. */
const CHUNK = 5_000;

/**
 * Imports an invoice, all of it or nothing. The same invoice again changes nothing (`created` false). `replaces` withdraws
 * another one in the same transaction. 422 with every line that is wrong, in the future, or of a model that neither the
 * registry nor any request knows; 404 for an unknown `replaces`; 409 `invoice_overlaps` where a charge of the same day and
 * model stands in another invoice.
 */
export async function importInvoice(ctx: Ctx, entry: ImportEntry): Promise<{ row: InvoiceRow; created: boolean }> {
  const { format, read } = parseInvoice(entry.text, entry.format);
  const lines = await matchLines(ctx, read.lines);
  const contentHash = Buffer.from(sha256Hex(canonical(format, read.lines)), 'hex');
  const known = await selectSame(ctx, contentHash);
  if (known !== null && known.id !== entry.replaces) return { row: known, created: false };
  const days = lines.map(({ day }) => day);
  const row: InvoiceRow = {
    id: newId(),
    projectId: ctx.project.id,
    format,
    name: entry.name,
    contentHash,
    fromDay: days.reduce((a, b) => Math.min(a, b)),
    toDay: days.reduce((a, b) => Math.max(a, b)),
    lineCount: lines.length,
    totalPico: lines.reduce((sum, { amountPico }) => sum + amountPico, 0n).toString(),
    importedBy: actorRecord(ctx.actor),
    importedAt: ctx.clock.now(),
    withdrawnBy: null,
    withdrawnAt: null,
  };
  try {
    await inTransaction(ctx, async (ctx) => {
      // One import at a time, so that each sees the charges of the others.
      await ctx.db.select({ id: project.id }).from(project).where(eq(project.id, row.projectId)).for('no key update');
      if (entry.replaces !== null) await withdraw(ctx, entry.replaces, { replacedBy: row.id });
      await refuseOverlap(ctx, row, lines);
      await ctx.db.insert(invoice).values(row);
      await insertLines(ctx, row.id, lines);
      await appendAudit(ctx, {
        action: 'invoice.import',
        object: { kind: 'invoice', id: row.id },
        detail: { ...auditOf(row), replaces: entry.replaces },
      });
    });
  } catch (error) {
    // Somebody imported the same invoice at the same time.
    const same = isDuplicate(error, 'invoice_once') ? await selectSame(ctx, contentHash) : null;
    if (same === null) throw error;
    return { row: same, created: false };
  }
  return { row, created: true };
}

/** The fields of an invoice in its audit rows. */
export const auditOf = ({ format, name, fromDay, toDay, lineCount, totalPico }: InvoiceRow) => ({
  format,
  name,
  from: dateOf(fromDay),
  to: dateOf(toDay),
  lines: lineCount,
  total_usd: formatAmount(BigInt(totalPico)),
});

/** The lines with the model of each; refuses all of them where one cannot be matched or lies in the future. */
async function matchLines(ctx: Ctx, lines: readonly InvoiceLine[]): Promise<MatchedLine[]> {
  const match = makeBilledMatcher(await readKnownModels(ctx));
  const today = Math.floor(ctx.clock.now().getTime() / DAY_MS);
  const problems = new Map<string, FieldError & { more: number }>();
  const bad = (key: string, path: string, code: string, message: string) => {
    const known = problems.get(key);
    if (known !== undefined) known.more += 1;
    else problems.set(key, { path, code, message, more: 0 });
  };
  const matched = lines.flatMap((line): MatchedLine[] => {
    const { path, day, provider, model: name } = line;
    if (day > today) return bad(`day ${day}`, path, 'in_future', `${path}: ${dateOf(day)} has not begun (UTC).`) ?? [];
    if (name === '') return [{ ...line, matched: '' }];
    const found = match(provider, name);
    if (found.kind === 'one') return [{ ...line, matched: found.model }];
    if (found.kind === 'none') {
      const message = `${path}: nobody has seen the model ${name}: it is neither registered nor in any request. Register it, and import the invoice again.`;
      return bad(name, path, 'unknown_model', message) ?? [];
    }
    const message = `${path}: ${name} may be ${found.models.join(' or ')}. Register it under the id that the invoice has.`;
    return bad(name, path, 'ambiguous_model', message) ?? [];
  });
  if (problems.size === 0) return matched;
  throw invalidFields(
    [...problems.values()].map(({ more, message, ...error }) => ({
      ...error,
      message: more === 0 ? message : `${message} (${more} more lines alike.)`,
    })),
  );
}

/** The `provider/id` of every model that is registered or that requests have named. */
async function readKnownModels(ctx: Ctx): Promise<string[]> {
  const registered = await ctx.db
    .select({ provider: model.provider, modelId: model.modelId })
    .from(model)
    .where(eq(model.projectId, ctx.project.id));
  const names = registered.map(({ provider, modelId }) => `${provider}/${modelId}`);
  return [...new Set([...names, ...(await readModelNumbers(ctx)).values()])].sort();
}

/** What makes two files one invoice: their charges, whatever their names and their spaces. */
const canonical = (format: InvoiceFormat, lines: readonly InvoiceLine[]): string =>
  JSON.stringify([
    format,
    ...lines.map(({ day, provider, model, meter, quantity, amountPico }) => [
      ...[day, provider, model, meter, quantity],
      amountPico.toString(),
    ]),
  ]);

async function selectSame(ctx: Ctx, contentHash: Buffer): Promise<InvoiceRow | null> {
  const [row] = await ctx.db
    .select()
    .from(invoice)
    .where(
      and(eq(invoice.projectId, ctx.project.id), eq(invoice.contentHash, contentHash), isNull(invoice.withdrawnAt)),
    );
  return row ?? null;
}

async function refuseOverlap(ctx: InTx<Ctx>, row: InvoiceRow, lines: readonly MatchedLine[]): Promise<void> {
  const others = await ctx.db
    .selectDistinct({
      id: invoice.id,
      name: invoice.name,
      format: invoice.format,
      day: invoiceLine.day,
      model: invoiceLine.model,
    })
    .from(invoice)
    .innerJoin(invoiceLine, eq(invoiceLine.invoiceId, invoice.id))
    .where(
      and(
        ...[eq(invoice.projectId, row.projectId), isNull(invoice.withdrawnAt), ne(invoiceLine.model, '')],
        ...[lte(invoiceLine.day, row.toDay), gte(invoiceLine.day, row.fromDay)],
      ),
    );
  const own = new Set(lines.map(({ day, matched }) => `${day} ${matched}`));
  const other = others.find(({ day, model }) => own.has(`${day} ${model}`));
  if (other === undefined) return;
  throw conflict(
    'invoice_overlaps',
    `${other.model} on ${dateOf(other.day)} is in the invoice ${other.name ?? other.id} already. Replace that one, or delete it first.`,
    { invoice_id: other.id },
  );
}

/** One parameter a statement, since a hundred thousand lines of ten parameters each take half a minute to prepare. */
async function insertLines(ctx: InTx<Ctx>, invoiceId: string, lines: readonly MatchedLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += CHUNK) {
    const rows = lines.slice(from, from + CHUNK).map((line, i) => ({
      ...{ position: from + i, path: line.path, day: line.day, billed_model: line.model, model: line.matched },
      ...{ meter: line.meter, quantity: line.quantity },
      ...{ amount_pico: line.amountPico.toString(), rounding_pico: line.roundingPico.toString() },
    }));
    await ctx.db.execute(sql`
      insert into invoice_line (invoice_id, position, path, day, billed_model, model, meter, quantity, amount_pico, rounding_pico)
      select ${invoiceId}::uuid, position, path, day, billed_model, model, meter, quantity, amount_pico, rounding_pico
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as line (position int4, path text, day int4,
        billed_model text, model text, meter text, quantity float8, amount_pico int8, rounding_pico int8)`);
  }
}
