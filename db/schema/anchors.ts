import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { type ActorRecord, instant } from './columns.ts';
import { ownedRow, project } from './projects.ts';

/** An input and an output that a person scored: the project's judge scores it again and again. */
export const anchor = pgTable(
  'anchor',
  {
    ...ownedRow(),
    /** Null: it says something about the judge of every prompt. */
    prompt: text(),
    input: text().notNull(),
    output: text().notNull(),
    /** What people gave, 0..1. The judge is never shown it. */
    human: doublePrecision().notNull(),
    /** The request that it was copied from, where it was. */
    eventId: text(),
    createdBy: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
    retiredAt: instant(),
  },
  (t) => [
    index('anchor_of_project').on(t.projectId, t.prompt).where(sql`${t.retiredAt} is null`),
    uniqueIndex('anchor_of_event')
      .on(t.projectId, t.eventId)
      .where(sql`${t.eventId} is not null and ${t.retiredAt} is null`),
    check('anchor_human_check', sql`${t.human} between 0 and 1`),
  ],
);

/** What the judge gave, append-only. */
export const anchorScore = pgTable(
  'anchor_score',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    projectId: integer()
      .notNull()
      .references(() => project.id),
    anchorId: uuid()
      .notNull()
      .references(() => anchor.id),
    score: doublePrecision().notNull(),
    /** The judge's own name, model and version, where the caller says it. */
    judge: text(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index('anchor_score_of_anchor').on(t.anchorId, t.at),
    index('anchor_score_newest').on(t.projectId, t.at),
    check('anchor_score_check', sql`${t.score} between 0 and 1`),
  ],
);
