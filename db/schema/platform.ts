import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Answers kept per `Idempotency-Key` for 24 h. `status` is null while the first call still runs. */
export const idempotencyKey = pgTable(
  'idempotency_key',
  {
    projectId: integer().notNull(),
    route: text().notNull(),
    key: text().notNull(),
    bodyHash: text().notNull(),
    status: integer(),
    answer: jsonb(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.route, t.key] })],
);
