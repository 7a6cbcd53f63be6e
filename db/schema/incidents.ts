import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Impact } from '#server/incidents/domain/impact.ts';
import type {
  Detector,
  EntryKind,
  EntrySource,
  IncidentRole,
  IncidentSeverity,
  IncidentState,
} from '#server/incidents/domain/incident.ts';
import type { TimeField } from '#server/incidents/domain/times.ts';
import { alert } from './alerts.ts';
import { type ActorRecord, instant } from './columns.ts';
import { ownedRow, person, projectId } from './projects.ts';

const incidentId = () =>
  uuid()
    .notNull()
    .references(() => incident.id);

/** The change that preceded an incident within 15 minutes, in its prompt or route. */
export type StoredTrigger = { at: string; kind: string; title: string; path: string };

/** The impact over a window, ISO times. Users are null where there were too many requests to count them. */
export type StoredImpact = Impact & { from: string; to: string; users: number | null; failedUsers: number | null };

/** What people work on. The five times are the newest rows of `incident_time`. */
export const incident = pgTable(
  'incident',
  {
    ...ownedRow(),
    /** `INC-` and this, in the project. */
    number: integer().notNull(),
    title: text().notNull(),
    state: text().$type<IncidentState>().notNull(),
    severity: smallint().$type<IncidentSeverity>().notNull(),
    prompt: text(),
    version: integer(),
    environment: text(),
    model: text(),
    /** The kind of the alert that opened it; null: a person did. */
    kind: text(),
    isDrill: boolean().notNull(),
    detector: text().$type<Detector>().notNull(),
    /** The title of the alert, or the name of the person. */
    detectedBy: text(),
    trigger: jsonb().$type<StoredTrigger>(),
    /** Why it was declined or merged. */
    reason: text(),
    mergedInto: uuid().references((): AnyPgColumn => incident.id),
    impactStartAt: instant(),
    detectedAt: instant(),
    acknowledgedAt: instant(),
    mitigatedAt: instant(),
    resolvedAt: instant(),
    isMitigatedByMachine: boolean().notNull(),
    impact: jsonb().$type<StoredImpact>(),
    impactAt: instant(),
    openedAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    unique('incident_number').on(t.projectId, t.number),
    index('incident_state').on(t.projectId, t.state),
    index('incident_opened').on(t.projectId, t.openedAt.desc()),
    check(
      'incident_state_check',
      sql`${t.state} in ('triage', 'active', 'mitigated', 'resolved', 'closed', 'declined', 'merged')`,
    ),
    check('incident_severity_check', sql`${t.severity} between 1 and 4`),
    check('incident_detector_check', sql`${t.detector} in ('monitor', 'event', 'outside', 'person')`),
    check('incident_merged_check', sql`(${t.state} = 'merged') = (${t.mergedInto} is not null)`),
  ],
);

/** Every value that a time ever had, append-only: the newest holds, the first is the original. Null: not known. */
export const incidentTime = pgTable(
  'incident_time',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    incidentId: incidentId(),
    field: text().$type<TimeField>().notNull(),
    at: instant(),
    source: text().$type<'machine' | 'person'>().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    reason: text(),
    recordedAt: instant().notNull(),
  },
  (t) => [
    index('incident_time_of_incident').on(t.incidentId, t.id),
    check(
      'incident_time_field_check',
      sql`${t.field} in ('impact_start', 'detected', 'acknowledged', 'mitigated', 'resolved')`,
    ),
    check('incident_time_source_check', sql`${t.source} in ('machine', 'person')`),
  ],
);

/** From when it had a severity; it holds until the next row. */
export const incidentSeverity = pgTable(
  'incident_severity',
  {
    incidentId: incidentId(),
    fromAt: instant().notNull(),
    severity: smallint().$type<IncidentSeverity>().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    reason: text(),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.fromAt] }),
    check('incident_severity_severity_check', sql`${t.severity} between 1 and 4`),
  ],
);

/** Who does what in it: one person a role. */
export const incidentRole = pgTable(
  'incident_role',
  {
    incidentId: incidentId(),
    role: text().$type<IncidentRole>().notNull(),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    assignedBy: jsonb().$type<ActorRecord>().notNull(),
    assignedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.role] }),
    check('incident_role_role_check', sql`${t.role} in ('commander', 'operations', 'communications', 'scribe')`),
  ],
);

/** A row of the timeline. What several sources report has one `dedupeKey`, so it stands there once. */
export const incidentEntry = pgTable(
  'incident_entry',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    incidentId: incidentId(),
    projectId: projectId(),
    occurredAt: instant().notNull(),
    recordedAt: instant().notNull(),
    source: text().$type<EntrySource>().notNull(),
    kind: text().$type<EntryKind>().notNull(),
    actor: jsonb().$type<ActorRecord>(),
    /** Below the project's address; null: there is no page of it. */
    path: text(),
    text: text().notNull(),
    dedupeKey: text().notNull(),
    /** Struck through with its reason: kept, and no longer counted as a fact. */
    withdrawnAt: instant(),
    withdrawnBy: jsonb().$type<ActorRecord>(),
    withdrawnReason: text(),
    pinnedAt: instant(),
  },
  (t) => [
    unique('incident_entry_once').on(t.incidentId, t.dedupeKey),
    index('incident_entry_order').on(t.incidentId, t.occurredAt, t.id),
    check('incident_entry_source_check', sql`${t.source} in ('machine', 'person', 'alert', 'feed')`),
    check(
      'incident_entry_withdrawn_check',
      sql`(${t.withdrawnAt} is null) = (${t.withdrawnBy} is null) and (${t.withdrawnAt} is null) = (${t.withdrawnReason} is null)`,
    ),
    check('incident_entry_kind_check', sql`${t.kind} in ('change', 'signal', 'action', 'communication', 'note')`),
  ],
);

/** The alerts that are signals of an incident. */
export const incidentLink = pgTable(
  'incident_link',
  {
    incidentId: incidentId(),
    alertId: uuid()
      .notNull()
      .references(() => alert.id),
    linkedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.incidentId, t.alertId] }), index('incident_link_of_alert').on(t.alertId)],
);
