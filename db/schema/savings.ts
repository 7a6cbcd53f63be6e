import { doublePrecision, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { SavingsReport, SavingsStatus } from '#server/cost/domain/savings.ts';
import { type ActorRecord, instant } from './columns.ts';
import { project } from './projects.ts';

/** The newest savings report of a project, and the computation that was asked for last. */
export const savings = pgTable('savings', {
  projectId: integer()
    .primaryKey()
    .references(() => project.id),
  status: text().$type<SavingsStatus>().notNull(),
  /** Share of the running computation that is done, 0..1. */
  progress: doublePrecision().notNull(),
  /** Says why the last computation failed, in a public sentence. */
  error: text(),
  requestedBy: jsonb().$type<ActorRecord>().notNull(),
  requestedAt: instant().notNull(),
  /** Of the last computation that succeeded, which a later one replaces when it succeeds. */
  computedAt: instant(),
  tookMs: integer(),
  report: jsonb().$type<SavingsReport>(),
});
