import { and, eq, isNull } from 'drizzle-orm';
import { invoice } from '#db/schema/invoices.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';

/** Deletes an invoice: it is compared no more, and may be imported again. 404 unknown. */
export const deleteInvoice = (ctx: Ctx, id: string): Promise<{ id: string }> =>
  inTransaction(ctx, async (ctx) => withdraw(ctx, id));

/**
 * Withdraws an invoice: its rows stay, as every row does that an audit entry speaks of. 404 where the project has none with
 * this id, or it is withdrawn already.
 */
export async function withdraw(
  ctx: InTx<Ctx>,
  id: string,
  { replacedBy }: { replacedBy?: string } = {},
): Promise<{ id: string }> {
  if (!isUuid(id)) throw notFound();
  const [row] = await ctx.db
    .update(invoice)
    .set({ withdrawnAt: ctx.clock.now(), withdrawnBy: actorRecord(ctx.actor) })
    .where(and(eq(invoice.projectId, ctx.project.id), eq(invoice.id, id), isNull(invoice.withdrawnAt)))
    .returning();
  if (!row) throw notFound();
  await appendAudit(ctx, {
    action: replacedBy === undefined ? 'invoice.delete' : 'invoice.replace',
    object: { kind: 'invoice', id },
    detail: { format: row.format, name: row.name, ...(replacedBy === undefined ? {} : { replaced_by: replacedBy }) },
  });
  return { id };
}
