import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { type ActorRecord, instant } from './columns.ts';

/** One change by one actor. Chained: `mac` covers the row and the `mac` before it, a project has one chain (0 = the installation). */
export const auditRow = pgTable(
  'audit_row',
  {
    projectId: integer().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    at: instant().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    action: text().notNull(),
    objectKind: text().notNull(),
    objectId: text().notNull(),
    requestId: text(),
    ip: text(),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    prev: text().notNull(),
    mac: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.seq] }),
    index('audit_row_object').on(t.projectId, t.objectKind, t.objectId),
    index('audit_row_access')
      .on(t.projectId, t.at.desc())
      .where(sql`action like 'member.%' or action in ('key.create', 'environment.update', 'gate.policy')`),
  ],
);

/** The end of each chain, locked while a row is appended. */
export const auditHead = pgTable('audit_head', {
  projectId: integer().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  mac: text().notNull(),
});

/** Changes that charts draw as marks: the one feed behind marks and "what changed". */
export const change = pgTable(
  'change',
  {
    id: uuid().primaryKey(),
    projectId: integer().notNull(),
    at: instant().notNull(),
    kind: text().$type<ChangeKind>().notNull(),
    environment: text(),
    prompt: text(),
    model: text(),
    title: text().notNull(),
    /** Path below the project's address, such as `/promotions/…`. */
    path: text().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    imported: boolean().notNull().default(false),
  },
  (t) => [index('change_at').on(t.projectId, t.at.desc())],
);

export type ChangeKind = 'deployment' | 'rollback' | 'rollout' | 'gate' | 'incident' | 'price' | 'policy' | 'budget';

/** With which key the log is signed: one row, written with the first row of the log and never changed. */
export const auditKey = pgTable('audit_key', {
  id: integer().primaryKey().default(1),
  /** HMAC of a constant with the key, hex. */
  fingerprint: text().notNull(),
  since: instant().notNull(),
});

/** What is recorded of each file of anchors, so that a deleted or cut file shows. */
export const auditAnchorSeries = pgTable('audit_anchor_series', {
  /** Stands in every line of the file. */
  id: uuid().primaryKey(),
  /** Machine and folder, for people. */
  place: text().notNull(),
  lines: integer().notNull(),
  /** Of the last line. */
  mac: text().notNull(),
  notedAt: instant().notNull(),
  /** Lines that the webhook has taken. */
  sent: integer().notNull().default(0),
  /** When an operator accepted that this file ends; null while it goes on. */
  closedAt: instant(),
});
