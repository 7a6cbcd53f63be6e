import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
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
import type { AlertEntryKind, AlertSource, AlertVerdict, SeriesState, Severity } from '#server/alerts/domain/alert.ts';
import type { MonitorKind } from '#server/alerts/domain/monitor-kind.ts';
import { type ActorRecord, instant } from './columns.ts';
import { ownedRow, projectId } from './projects.ts';

/** A rule over a series that can fire an alert. `spec` is what the schema of its kind accepts. */
export const monitor = pgTable(
  'monitor',
  {
    ...ownedRow(),
    name: text().notNull(),
    kind: text().$type<MonitorKind>().notNull(),
    /** The key of a rule that every project has from the start; null: made by a person. */
    builtin: text(),
    severity: text().$type<Severity>().notNull(),
    enabled: boolean().notNull(),
    version: integer().notNull(),
    spec: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    unique('monitor_name').on(t.projectId, t.name),
    unique('monitor_builtin').on(t.projectId, t.builtin),
    check('monitor_severity_check', sql`${t.severity} in ('page', 'warning', 'ticket')`),
    check('monitor_version_check', sql`${t.version} > 0`),
  ],
);

/** Each version of a monitor, append-only: an alert names the one that fired. */
export const monitorVersion = pgTable(
  'monitor_version',
  {
    monitorId: uuid()
      .notNull()
      .references(() => monitor.id),
    version: integer().notNull(),
    name: text().notNull(),
    severity: text().$type<Severity>().notNull(),
    enabled: boolean().notNull(),
    spec: jsonb().$type<Record<string, unknown>>().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.monitorId, t.version] })],
);

/** Where a series of a monitor stands. A series that has always been ok has no row. */
export const monitorSeries = pgTable(
  'monitor_series',
  {
    monitorId: uuid()
      .notNull()
      .references(() => monitor.id),
    fingerprint: text().notNull(),
    labels: jsonb().$type<Record<string, string>>().notNull(),
    state: text().$type<SeriesState>().notNull(),
    since: instant().notNull(),
    /** The step of evaluation that wrote the row: a step is applied once. */
    stepAt: instant().notNull(),
    /** What the next step needs: frozen baseline, timers, the samples that tell flapping. */
    memory: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.monitorId, t.fingerprint] }),
    check('monitor_series_state_check', sql`${t.state} in ('ok', 'pending', 'firing', 'resolving', 'no_data')`),
  ],
);

/** A firing of a monitor: opened, acknowledged, resolved. At most one of a fingerprint is open. */
export const alert = pgTable(
  'alert',
  {
    ...ownedRow(),
    /** Null: it came from outside. */
    monitorId: uuid().references(() => monitor.id),
    monitorVersion: integer(),
    source: text().$type<AlertSource>().notNull(),
    fingerprint: text().notNull(),
    kind: text().notNull(),
    severity: text().$type<Severity>().notNull(),
    title: text().notNull(),
    labels: jsonb().$type<Record<string, string>>().notNull(),
    prompt: text(),
    environment: text(),
    model: text(),
    /** What it was decided from: series, baseline, n, interval, method. */
    evidence: jsonb().$type<Record<string, unknown>>().notNull(),
    /** What changed in the hour before, as it was known when it fired. */
    changes: jsonb().$type<Record<string, unknown>[]>().notNull(),
    /** The first bad minute, where one was found. */
    impactStart: instant(),
    openedAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    count: integer().notNull(),
    /** Of a quality alert: whether the system or the judge moved; unknown: no anchors to tell by. */
    verdict: text().$type<AlertVerdict>(),
    /** What that was decided from: production and anchors over the same time. */
    verdictEvidence: jsonb().$type<Record<string, unknown>>(),
    isFlapping: boolean().notNull(),
    isWithoutData: boolean().notNull(),
    acknowledgedAt: instant(),
    acknowledgedBy: jsonb().$type<ActorRecord>(),
    resolvedAt: instant(),
    /** Null while it is open, and where its series became good by itself. */
    resolvedBy: jsonb().$type<ActorRecord>(),
  },
  (t) => [
    uniqueIndex('alert_open').on(t.fingerprint).where(sql`${t.resolvedAt} is null`),
    index('alert_open_group').on(t.projectId, t.prompt, t.kind).where(sql`${t.resolvedAt} is null`),
    index('alert_history').on(t.projectId, t.openedAt.desc()),
    index('alert_reopened').on(t.fingerprint, t.resolvedAt.desc()),
    check('alert_severity_check', sql`${t.severity} in ('page', 'warning', 'ticket')`),
    check('alert_source_check', sql`${t.source} in ('monitor', 'event', 'alertmanager', 'opsgenie', 'webhook')`),
    check('alert_verdict_check', sql`${t.verdict} in ('none', 'system', 'judge', 'unknown')`),
    check('alert_count_check', sql`${t.count} > 0`),
  ],
);

/** What happened to an alert, append-only: notifications and timelines of incidents are made from it. */
export const alertEntry = pgTable(
  'alert_entry',
  {
    id: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    alertId: uuid()
      .notNull()
      .references(() => alert.id),
    projectId: projectId(),
    at: instant().notNull(),
    kind: text().$type<AlertEntryKind>().notNull(),
    /** Null: the evaluation. */
    actor: jsonb().$type<ActorRecord>(),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    index('alert_entry_of_alert').on(t.alertId, t.id),
    check(
      'alert_entry_kind_check',
      sql`${t.kind} in ('fired', 'reopened', 'worse', 'no_data', 'data_back', 'flapping', 'steady', 'verdict', 'acknowledged', 'escalated', 'silenced', 'unsilenced', 'resolved')`,
    ),
  ],
);

/** How far the monitors of a project are evaluated: a step is applied by the one transaction that moves it on. */
export const alertStep = pgTable('alert_step', {
  projectId: projectId().primaryKey(),
  stepAt: instant().notNull(),
  tookMs: integer().notNull(),
});
