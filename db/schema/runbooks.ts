import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { StepCheck } from '#server/runbooks/domain/check-runbook.ts';
import type { StepOutcome } from '#server/runbooks/domain/run.ts';
import { alert } from './alerts.ts';
import { type ActorRecord, instant } from './columns.ts';
import { ownedRow } from './projects.ts';

/** A runbook of a project. A built-in one has no row until the project edits, runs or drills it. */
export const runbook = pgTable(
  'runbook',
  {
    ...ownedRow(),
    name: text().notNull(),
    /** The key of a runbook that every project has from the start; null: made by a person. */
    builtin: text(),
    version: integer().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [unique('runbook_name').on(t.projectId, t.name), check('runbook_version_check', sql`${t.version} > 0`)],
);

const runbookId = () =>
  uuid()
    .notNull()
    .references(() => runbook.id);

/** Each version of a runbook. Immutable: a run names the one that was followed. */
export const runbookVersion = pgTable(
  'runbook_version',
  {
    runbookId: runbookId(),
    version: integer().notNull(),
    /** Who keeps it true: a person, a team or an address. */
    owner: text(),
    markdown: text().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runbookId, t.version] })],
);

/** One use of a runbook. At most one is open of a runbook and an incident, and one without an incident. */
export const runbookRun = pgTable(
  'runbook_run',
  {
    ...ownedRow(),
    runbookId: runbookId(),
    version: integer().notNull(),
    /** No foreign key: incidents are to the right. */
    incidentId: uuid(),
    startedBy: jsonb().$type<ActorRecord>().notNull(),
    startedAt: instant().notNull(),
    endedBy: jsonb().$type<ActorRecord>(),
    endedAt: instant(),
  },
  (t) => [
    uniqueIndex('runbook_run_open')
      .on(t.runbookId, sql`coalesce(${t.incidentId}, '00000000-0000-0000-0000-000000000000')`)
      .where(sql`${t.endedAt} is null`),
    index('runbook_run_newest').on(t.runbookId, t.startedAt.desc()),
    index('runbook_run_of_incident').on(t.incidentId).where(sql`${t.incidentId} is not null`),
  ],
);

/** What was done at a step of a run. Immutable. */
export const runbookStep = pgTable(
  'runbook_step',
  {
    ...ownedRow(),
    runId: uuid()
      .notNull()
      .references(() => runbookRun.id),
    seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    position: integer().notNull(),
    outcome: text().$type<StepOutcome>().notNull(),
    note: text().notNull(),
    /** Of an acted step: the action, what it was given, what was shown before, and what came of it. */
    action: text(),
    params: jsonb().$type<Record<string, string>>(),
    preview: jsonb().$type<Record<string, unknown>>(),
    result: jsonb().$type<Record<string, unknown>>(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index('runbook_step_of_run').on(t.runId, t.seq),
    check('runbook_step_outcome_check', sql`${t.outcome} in ('done', 'acted', 'reopened')`),
    check('runbook_step_action_check', sql`(${t.outcome} = 'acted') = (${t.action} is not null)`),
  ],
);

/** Whether each step of a version could be done, as it was when it was drilled. */
export const runbookDrill = pgTable(
  'runbook_drill',
  {
    ...ownedRow(),
    runbookId: runbookId(),
    version: integer().notNull(),
    /** `2026-11` of the worker's own drill, once a month; null where a person asked for it. */
    month: text(),
    deadSteps: integer().notNull(),
    steps: jsonb().$type<StepCheck[]>().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    unique('runbook_drill_monthly').on(t.runbookId, t.month),
    index('runbook_drill_newest').on(t.runbookId, t.at.desc()),
  ],
);

/** An action that was done from an alert or an incident without a runbook, with what was shown before it. Immutable. */
export const directAction = pgTable(
  'direct_action',
  {
    ...ownedRow(),
    alertId: uuid().references(() => alert.id),
    /** No foreign key: incidents are to the right. */
    incidentId: uuid(),
    action: text().notNull(),
    params: jsonb().$type<Record<string, string>>().notNull(),
    preview: jsonb().$type<Record<string, unknown>>().notNull(),
    result: jsonb().$type<Record<string, unknown>>().notNull(),
    note: text().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index('direct_action_newest').on(t.projectId, t.at.desc()),
    check('direct_action_from_check', sql`${t.alertId} is not null or ${t.incidentId} is not null`),
  ],
);
