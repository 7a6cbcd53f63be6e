import { sql } from 'drizzle-orm';
import { bigint, boolean, check, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import type { Hit } from '#server/alerts/signals/domain/hit.ts';
import { type ActorRecord, instant } from './columns.ts';
import { project } from './projects.ts';

const count = () => bigint({ mode: 'number' }).notNull();

/** Scanned and counted requests by prompt and environment; the numbers are those of `telemetry_name`. */
export const signalRollup = pgTable(
  'signal_rollup',
  {
    slot: integer().notNull(),
    /** 1 minute, 2 hour. */
    tier: smallint().notNull(),
    bucket: instant().notNull(),
    environment: integer().notNull(),
    prompt: integer().notNull(),
    scanned: count(),
    found: count(),
    judged: count(),
    cut: count(),
  },
  (t) => [
    primaryKey({ columns: [t.slot, t.tier, t.bucket, t.environment, t.prompt] }),
    check(
      'signal_rollup_check',
      sql`${t.found} <= ${t.scanned} and ${t.judged} <= ${t.scanned} and ${t.cut} <= ${t.scanned}`,
    ),
  ],
);

/** How each minute was scanned: by how many events and scores of a judge it had then. */
export const signalScan = pgTable(
  'signal_scan',
  { slot: integer().notNull(), minute: instant().notNull(), events: count(), scores: count() },
  (t) => [primaryKey({ columns: [t.slot, t.minute] })],
);

/** Requests with signals. */
export const signalHit = pgTable(
  'signal_hit',
  {
    slot: integer().notNull(),
    ts: instant().notNull(),
    key: uuid().notNull(),
    environment: integer().notNull(),
    prompt: integer().notNull(),
    counted: boolean().notNull(),
    hits: jsonb().$type<Hit[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.slot, t.ts, t.key] })],
);

/** Tools and hosts that the requests of a prompt have used. */
export const signalSeen = pgTable(
  'signal_seen',
  {
    slot: integer().notNull(),
    prompt: integer().notNull(),
    kind: text().$type<'tool' | 'host'>().notNull(),
    name: text().notNull(),
    firstAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.slot, t.prompt, t.kind, t.name] }),
    check('signal_seen_kind_check', sql`${t.kind} in ('tool', 'host')`),
  ],
);

/** A text that stands in a prompt and nowhere else; of an empty prompt: of all of them. */
export const signalCanary = pgTable(
  'signal_canary',
  {
    projectId: integer()
      .notNull()
      .references(() => project.id),
    prompt: text().notNull(),
    canary: text().notNull(),
    updatedBy: jsonb().$type<ActorRecord>().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.prompt] })],
);
