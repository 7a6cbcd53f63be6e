import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Responses kept per `Idempotency-Key` for 24 h, each committed with the change that it reports. */
export const idempotencyKey = pgTable(
  'idempotency_key',
  {
    projectId: integer().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    bodyHash: text().notNull(),
    status: integer().notNull(),
    answer: jsonb().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.route, t.key] })],
);
