import { sql } from 'drizzle-orm';
import { bigint, check, date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { GateReason } from '#server/postmortems/domain/gate-reason.ts';
import type { ActionKind, PostmortemState, ReviewVerdict } from '#server/postmortems/domain/postmortem.ts';
import { type ActorRecord, instant } from './columns.ts';
import { incident } from './incidents.ts';
import { ownedRow, person, project } from './projects.ts';

/** What a version says besides its text. `gateReasonBy` is null where the reason was proposed from facts. */
const answers = () => ({
  gateReason: text().$type<GateReason>(),
  gateReasonText: text(),
  gateReasonBy: jsonb().$type<ActorRecord>(),
  timesUnknownReason: text(),
  noActionsReason: text(),
});

/** What is learnt from an incident: one document each. `markdown` is that of `version`, the newest. */
export const postmortem = pgTable(
  'postmortem',
  {
    ...ownedRow(),
    incidentId: uuid()
      .notNull()
      .unique()
      .references(() => incident.id),
    state: text().$type<PostmortemState>().notNull(),
    markdown: text().notNull(),
    version: integer().notNull(),
    /** The newest version that facts were drafted into. */
    draftedVersion: integer().notNull(),
    ...answers(),
    reviewAskedAt: instant(),
    /** What was published last; it stays readable while a newer version is written. */
    publishedVersion: integer(),
    publishedAt: instant(),
    publishedBy: jsonb().$type<ActorRecord>(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    index('postmortem_published').on(t.projectId, t.publishedAt.desc()).where(sql`${t.publishedAt} is not null`),
    check(
      'postmortem_gate_reason_check',
      sql`${t.gateReason} in ('not_covered_by_golden_set', 'below_margin', 'no_gate', 'no_canary', 'provider_side', 'override', 'other')`,
    ),
    check(
      'postmortem_gate_reason_text_check',
      sql`(${t.gateReason} is not null or (${t.gateReasonText} is null and ${t.gateReasonBy} is null))
        and (${t.gateReason} <> 'other' or ${t.gateReasonText} is not null)`,
    ),
    check('postmortem_state_check', sql`${t.state} in ('draft', 'in_review', 'published')`),
    check('postmortem_version_check', sql`${t.version} > 0 and ${t.draftedVersion} between 1 and ${t.version}`),
    check(
      'postmortem_published_check',
      sql`(${t.publishedVersion} is null) = (${t.publishedAt} is null)
        and (${t.publishedVersion} is null) = (${t.publishedBy} is null)
        and (${t.state} <> 'published' or ${t.publishedVersion} = ${t.version})`,
    ),
  ],
);

const postmortemId = () =>
  uuid()
    .notNull()
    .references(() => postmortem.id);

/** Each version of the text. Immutable. */
export const postmortemVersion = pgTable(
  'postmortem_version',
  {
    postmortemId: postmortemId(),
    version: integer().notNull(),
    markdown: text().notNull(),
    /** Of a version that newer facts were merged into: the draft of them alone. */
    drafted: text(),
    /** The version that the writer had before them, where it was no longer the newest: the text is merged. */
    basedOn: integer(),
    ...answers(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.postmortemId, t.version] })],
);

/** What a reviewer said of one version. Immutable; it says nothing of a later version. */
export const postmortemReview = pgTable(
  'postmortem_review',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    postmortemId: postmortemId(),
    version: integer().notNull(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    verdict: text().$type<ReviewVerdict>().notNull(),
    note: text(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index('postmortem_review_of').on(t.postmortemId, t.id),
    check('postmortem_review_verdict_check', sql`${t.verdict} in ('approved', 'sent_back')`),
  ],
);

/** What is to be done so that it does not happen again: one owner, one day (`YYYY-MM-DD`, UTC). */
export const postmortemAction = pgTable(
  'postmortem_action',
  {
    ...ownedRow(),
    postmortemId: postmortemId(),
    kind: text().$type<ActionKind>().notNull(),
    title: text().notNull(),
    ownerId: uuid()
      .notNull()
      .references(() => person.id),
    dueOn: date({ mode: 'string' }).notNull(),
    doneAt: instant(),
    doneBy: jsonb().$type<ActorRecord>(),
    createdBy: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    index('postmortem_action_of').on(t.postmortemId, t.createdAt),
    index('postmortem_action_open').on(t.projectId, t.dueOn).where(sql`${t.doneAt} is null`),
    check('postmortem_action_kind_check', sql`${t.kind} in ('prevent', 'detect', 'mitigate')`),
    check('postmortem_action_done_check', sql`(${t.doneAt} is null) = (${t.doneBy} is null)`),
  ],
);

/** A reminder that was sent: at most one a day (UTC) of each action item, and of each incident whose review is due. */
export const postmortemReminder = pgTable(
  'postmortem_reminder',
  {
    projectId: integer()
      .notNull()
      .references(() => project.id),
    /** A row of `postmortem_action`, or of `incident`. */
    subjectId: uuid().notNull(),
    day: date({ mode: 'string' }).notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.subjectId, t.day] })],
);
