import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { RestrictionKind } from '#server/rollouts/domain/restriction.ts';
import { type ActorRecord, instant } from './columns.ts';
import { ownedRow } from './projects.ts';

/** What a responder holds back for a while: a user whom resolve refuses, or how long a filled prompt may be. */
export const restriction = pgTable(
  'restriction',
  {
    ...ownedRow(),
    kind: text().$type<RestrictionKind>().notNull(),
    /** The key of assignment that an application sends with resolve, as it sends it. */
    userKey: text(),
    prompt: text(),
    environment: text(),
    /** UTF-16 code units of the filled prompt. */
    charsMax: integer(),
    reason: text().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    liftedAt: instant(),
    liftedBy: jsonb().$type<ActorRecord>(),
  },
  (t) => [
    index('restriction_end').on(t.projectId, t.endsAt.desc()),
    check('restriction_kind_check', sql`${t.kind} in ('user', 'input')`),
    check('restriction_user_check', sql`(${t.kind} = 'user') = (${t.userKey} is not null)`),
    check(
      'restriction_input_check',
      sql`(${t.kind} = 'input') = (${t.prompt} is not null) and (${t.kind} = 'input') = (${t.environment} is not null) and (${t.kind} = 'input') = (${t.charsMax} is not null)`,
    ),
    check('restriction_chars_check', sql`${t.charsMax} > 0`),
    check(
      'restriction_end_check',
      sql`${t.endsAt} > ${t.startsAt} and ${t.endsAt} <= ${t.startsAt} + interval '7 days'`,
    ),
    check('restriction_lifted_check', sql`(${t.liftedAt} is null) = (${t.liftedBy} is null)`),
  ],
);
