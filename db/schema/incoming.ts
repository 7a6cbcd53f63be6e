import { sql } from 'drizzle-orm';
import { bigint, check, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Severity } from '#server/alerts/domain/alert.ts';
import type { IncomingSource } from '#server/alerts/incoming/domain/incoming-alert.ts';
import type { StatusIndicator } from '#server/alerts/incoming/domain/read-status-page.ts';
import { alert } from './alerts.ts';
import { instant } from './columns.ts';
import { ownedRow, projectId } from './projects.ts';

/** What each system outside last sent us. */
export const incomingSource = pgTable(
  'incoming_source',
  {
    projectId: projectId(),
    source: text().$type<IncomingSource>().notNull(),
    receivedAt: instant(),
    received: bigint({ mode: 'number' }).notNull(),
    alerts: bigint({ mode: 'number' }).notNull(),
    truncatedAt: instant(),
    /** How many alerts its last message with `truncatedAlerts` left out. */
    truncated: integer().notNull(),
    /** Why its last refused message was refused. */
    problem: text(),
    problemAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.source] }),
    check('incoming_source_check', sql`${t.source} in ('alertmanager', 'opsgenie', 'webhook')`),
  ],
);

/** The newest episode of each alert from outside: what a repeated or late message is judged by. */
export const incomingAlert = pgTable(
  'incoming_alert',
  {
    projectId: projectId(),
    source: text().$type<IncomingSource>().notNull(),
    /** SHA-256 of what its sender calls the alert. */
    key: text().notNull(),
    /** `startsAt` of the newest episode; null: locked before its first message was applied. */
    episodeAt: instant(),
    status: text().$type<'firing' | 'resolved'>().notNull(),
    statusAt: instant().notNull(),
    severity: text().$type<Severity>().notNull(),
    alertId: uuid().references(() => alert.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.source, t.key] }),
    check('incoming_alert_source_check', sql`${t.source} in ('alertmanager', 'opsgenie', 'webhook')`),
    check('incoming_alert_status_check', sql`${t.status} in ('firing', 'resolved')`),
    check('incoming_alert_severity_check', sql`${t.severity} in ('page', 'warning', 'ticket')`),
  ],
);

/** A provider's status page that a project reads every minute. */
export const statusPage = pgTable(
  'status_page',
  {
    ...ownedRow(),
    provider: text().notNull(),
    url: text().notNull(),
    indicator: text().$type<StatusIndicator>(),
    description: text(),
    askedAt: instant(),
    /** When it was last read in full; `askedAt` is later where the last attempt failed. */
    readAt: instant(),
    problem: text(),
    createdAt: instant().notNull(),
  },
  (t) => [
    unique('status_page_provider').on(t.projectId, t.provider),
    check('status_page_indicator_check', sql`${t.indicator} in ('none', 'minor', 'major', 'critical', 'maintenance')`),
  ],
);

/** An incident that a provider announced. */
export const providerIncident = pgTable(
  'provider_incident',
  {
    projectId: projectId(),
    provider: text().notNull(),
    externalId: text().notNull(),
    name: text().notNull(),
    status: text().notNull(),
    impact: text().notNull(),
    url: text(),
    /** `created_at` of the page. */
    announcedAt: instant().notNull(),
    /** When we read it first. */
    seenAt: instant().notNull(),
    /** Of the page; where it only left the page, when that was noticed. */
    resolvedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.provider, t.externalId] })],
);
