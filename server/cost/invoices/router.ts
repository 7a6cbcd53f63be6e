import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import { focusQuery, importInput } from './contract.ts';
import { exportFocus } from './export-focus.ts';
import { importInvoice } from './import-invoice.ts';
import { readInvoice, readInvoices } from './read-invoices.ts';
import { invoiceDetailWire, invoiceWire } from './wire.ts';
import { deleteInvoice } from './withdraw-invoice.ts';

const one = z.object({ id: z.uuid() });

/** Invoices for our own pages. */
export const invoicesRouter = router({
  list: procedure('invoice.read').query(async ({ ctx }) => (await readInvoices(ctx)).map(invoiceWire)),
  detail: procedure('invoice.read')
    .input(one)
    .query(async ({ ctx, input }) => invoiceDetailWire(await readInvoice(ctx, input.id))),
  focus: procedure('cost.read')
    .input(z.object(focusQuery.shape))
    .query(({ ctx, input }) => exportFocus(ctx, input)),
  import: procedure('invoice.write')
    .input(importInput)
    .mutation(async ({ ctx, input: { text, format = null, name = null, replaces = null } }) => {
      const { row, created } = await importInvoice(ctx, { text, format, name, replaces });
      return { id: row.id, created };
    }),
  delete: procedure('invoice.write')
    .input(one)
    .mutation(({ ctx, input }) => deleteInvoice(ctx, input.id)),
});
