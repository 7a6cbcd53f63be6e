import { z } from 'zod';
import { calendarDateSchema } from '#server/audit/contract.ts';
import { DIFFERENCE_CLASSES, REASONS } from '#server/cost/domain/invoice/explain.ts';
import { INVOICE_FORMATS } from '#server/cost/domain/invoice/invoice-line.ts';

const name = z.string().trim().min(1).max(300);

/** How an import is read, and what it replaces; the file itself is the body. */
export const importQuery = z.strictObject({
  format: z.enum(INVOICE_FORMATS).optional(),
  name: name.optional(),
  replaces: z.uuid().optional(),
});

/** Characters of a file that a page may send. */
export const PASTE_MAX = 900_000;

/** The same for our own pages. */
export const importInput = z.object({
  text: z.string().min(1).max(PASTE_MAX),
  format: z.enum(INVOICE_FORMATS).nullish(),
  name: name.nullish(),
  replaces: z.uuid().nullish(),
});

/** US dollars as exact decimal text. */
const dollars = z.string();

const invoiceFields = {
  id: z.uuid(),
  format: z.enum(INVOICE_FORMATS),
  name: z.string().nullable(),
  from: z.iso.date(),
  to: z.iso.date().meta({ description: 'The last day of its lines.' }),
  lines: z.int(),
  invoice_usd: dollars,
  imported_by: z.string(),
  imported_at: z.iso.datetime(),
};

/** What was imported; `created` false: the same invoice was there already. */
export const importedResponse = z.object({ ...invoiceFields, created: z.boolean() });

export const invoiceResponse = z.object({
  ...invoiceFields,
  ledger_usd: dollars,
  difference_usd: dollars.meta({ description: 'Ledger minus invoice.' }),
});

const part = z.object({
  class: z.enum(DIFFERENCE_CLASSES),
  amount_usd: dollars,
  units: z.number().nullable(),
  invoice_usd_per_million: dollars.nullable(),
  ledger_usd_per_million: dollars.nullable(),
  condition: z.string().nullable(),
  reason: z.enum(REASONS).nullable(),
});

export const invoiceDetailResponse = z.object({
  ...invoiceResponse.shape,
  classes: z.array(z.object({ class: z.enum(DIFFERENCE_CLASSES), amount_usd: dollars, rows: z.int() })),
  requests: z.int(),
  unpriced_requests: z.int().meta({ description: 'Requests without a known cost: in no amount.' }),
  rollups_until: z.iso
    .date()
    .nullable()
    .meta({ description: 'Days before this one are compared from sums, without tiers, regions and cache writes.' }),
  rows: z
    .array(
      z.object({
        date: z.iso.date(),
        model: z.string().nullable(),
        meter: z.string(),
        ledger_units: z.number().nullable(),
        invoice_units: z.number().nullable(),
        unpriced_units: z.number(),
        ledger_usd: dollars,
        invoice_usd: dollars,
        difference_usd: dollars,
        parts: z.array(part),
      }),
    )
    .meta({ description: 'The 500 with the largest difference.' }),
  rest: z.object({ rows: z.int(), ledger_usd: dollars, invoice_usd: dollars, difference_usd: dollars }),
});

/** Days of an export: `to` is the first day after them. Without them, the last whole month (UTC). */
export const focusQuery = z.strictObject({ from: calendarDateSchema.optional(), to: calendarDateSchema.optional() });
