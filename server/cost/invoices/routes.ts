import { z } from 'zod';
import { decodeText } from '#server/platform/http/json.ts';
import { FILE_ELEMENTS_MAX, LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { focusQuery, importedResponse, importQuery, invoiceDetailResponse, invoiceResponse } from './contract.ts';
import { exportFocus } from './export-focus.ts';
import { importInvoice } from './import-invoice.ts';
import { readInvoice, readInvoices } from './read-invoices.ts';
import { importedWire, invoiceDetailWire, invoiceWire } from './wire.ts';
import { deleteInvoice } from './withdraw-invoice.ts';

const INVOICE_BYTES_MAX = 50_000_000;

/** The parts of an export that are read. */
const exportPage = z.looseObject({
  data: z.array(
    z.looseObject({
      start_time: z.number().max(4_102_444_800).optional(),
      starting_at: z.string().optional(),
      results: z.array(z.looseObject({})),
    }),
  ),
});

/** Invoices over HTTP (docs/api.md). */
export const invoiceRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/invoices',
    action: 'invoice.read',
    summary: 'List the newest 100 invoices, each beside the ledger of its days',
    query: z.strictObject({}),
    responses: { 200: z.object({ data: z.array(invoiceResponse), next_cursor: z.null() }) },
    handle: async ({ ctx }) => ok({ data: (await readInvoices(ctx)).map(invoiceWire), next_cursor: null }),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/cost/invoices',
    action: 'invoice.write',
    summary:
      "Import an invoice: OpenAI's costs or Anthropic's cost report as JSON, or FOCUS as CSV; all of it or nothing",
    creates: true,
    raw: true,
    rawBody: z.union([exportPage, z.array(exportPage)]),
    rawTypes: ['text/csv'],
    query: importQuery,
    maxBytes: INVOICE_BYTES_MAX,
    limitMs: LONG_MS_MAX,
    elementsMax: FILE_ELEMENTS_MAX,
    responses: { 200: importedResponse, 201: importedResponse },
    refuses: [404, 409],
    handle: async ({ ctx, bytes, query }) => {
      const { format = null, name = null, replaces = null } = query;
      const imported = await importInvoice(ctx, { text: decodeText(bytes), format, name, replaces });
      return imported.created ? created(importedWire(imported)) : ok(importedWire(imported));
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/invoices/{id}',
    action: 'invoice.read',
    summary: 'Compare an invoice with the ledger: the difference by day, model and meter, and what explains it',
    responses: { 200: invoiceDetailResponse },
    handle: async ({ ctx, params }) => ok(invoiceDetailWire(await readInvoice(ctx, params.id ?? ''))),
  }),
  edgeRoute({
    method: 'DELETE',
    path: '/api/v1/cost/invoices/{id}',
    action: 'invoice.write',
    summary: 'Delete an invoice; it can be imported again, and its audit rows stay',
    responses: { 200: z.object({ id: z.uuid() }) },
    handle: async ({ ctx, params }) => ok(await deleteInvoice(ctx, params.id ?? '')),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/focus',
    action: 'cost.read',
    summary: 'Export the ledger of days as FOCUS 1.4 CSV: a row a day, model and meter; what is unknown is empty',
    query: focusQuery,
    responses: { 200: z.string() },
    responseType: 'text/csv; charset=utf-8',
    handle: async ({ ctx, query }) => {
      const { name, csv, unpricedRequests } = await exportFocus(ctx, query);
      return ok(csv, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
        'switchyard-unpriced-requests': String(unpricedRequests),
      });
    },
  }),
];
