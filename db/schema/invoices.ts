import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  doublePrecision,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { InvoiceFormat } from '#server/cost/domain/invoice/invoice-line.ts';
import { type ActorRecord, bytes, instant } from './columns.ts';
import { ownedRow } from './projects.ts';

/** An invoice of a provider. A deleted or replaced one is withdrawn, and its rows stay. */
export const invoice = pgTable(
  'invoice',
  {
    ...ownedRow(),
    format: text().$type<InvoiceFormat>().notNull(),
    /** The name of the file, where it had one. */
    name: text(),
    contentHash: bytes().notNull(),
    /** First and last day of its lines (UTC, since 1970). */
    fromDay: integer().notNull(),
    toDay: integer().notNull(),
    lineCount: integer().notNull(),
    /** US dollars × 10^12. */
    totalPico: numeric().notNull(),
    importedBy: jsonb().$type<ActorRecord>().notNull(),
    importedAt: instant().notNull(),
    withdrawnBy: jsonb().$type<ActorRecord>(),
    withdrawnAt: instant(),
  },
  (t) => [
    uniqueIndex('invoice_once').on(t.projectId, t.contentHash).where(sql`${t.withdrawnAt} is null`),
    check('invoice_format_check', sql`${t.format} in ('openai', 'anthropic', 'focus')`),
    check('invoice_days_check', sql`${t.fromDay} <= ${t.toDay}`),
  ],
);

/** A charge of an invoice, as its file has it. Immutable. */
export const invoiceLine = pgTable(
  'invoice_line',
  {
    invoiceId: uuid()
      .notNull()
      .references(() => invoice.id),
    position: integer().notNull(),
    /** Its place in the file: `/data/0/results/1`, or `/12` of a CSV. */
    path: text().notNull(),
    day: integer().notNull(),
    /** The model as the provider writes it, and the `provider/id` that it was matched to; both '' without a model. */
    billedModel: text().notNull(),
    model: text().notNull(),
    meter: text().notNull(),
    quantity: doublePrecision(),
    /** US dollars × 10^12. */
    amountPico: bigint({ mode: 'bigint' }).notNull(),
    roundingPico: bigint({ mode: 'bigint' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.invoiceId, t.position] })],
);
