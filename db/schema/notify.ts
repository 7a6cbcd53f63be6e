import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Severity } from '#server/alerts/domain/alert.ts';
import type { ChannelKind, DeliveryState } from '#server/alerts/notify/domain/channel-kind.ts';
import type { GroupState, NoticeReason } from '#server/alerts/notify/domain/decide-notification.ts';
import type { Notice } from '#server/alerts/notify/domain/notice.ts';
import type { Matcher } from '#server/alerts/notify/domain/silence.ts';
import type { WorkingHours } from '#server/alerts/notify/domain/working-hours.ts';
import { alert } from './alerts.ts';
import { type ActorRecord, instant } from './columns.ts';
import { ownedRow, person, projectId } from './projects.ts';

const channelId = () =>
  uuid()
    .notNull()
    .references(() => channel.id);

/** Where a project is notified. */
export const channel = pgTable(
  'channel',
  {
    ...ownedRow(),
    name: text().notNull(),
    kind: text().$type<ChannelKind>().notNull(),
    severities: text().array().$type<Severity[]>().notNull(),
    sendsResolved: boolean().notNull(),
    enabled: boolean().notNull(),
    /** Address and secrets, encrypted (`server/platform/seal.ts`). */
    sealed: text().notNull(),
    /** What is shown of the address: the host. */
    hint: text().notNull(),
    /** When it is told of what is about tickets alone; null: at any time. */
    ticketHours: jsonb().$type<WorkingHours>(),
    /** Changes after it are sent as events; null: none are. */
    changesAfter: instant(),
    disabledReason: text(),
    failingSince: instant(),
    /** Of an Alertmanager: when everything that fires was sent again. */
    keptAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    unique('channel_name').on(t.projectId, t.name),
    check(
      'channel_kind_check',
      sql`${t.kind} in ('webhook', 'slack', 'teams', 'pagerduty', 'incident_io', 'email', 'alertmanager')`,
    ),
  ],
);

/** What a channel was told of a group of alerts, and when the group is looked at again. */
export const notificationGroup = pgTable(
  'notification_group',
  {
    channelId: channelId(),
    groupKey: text().notNull(),
    projectId: projectId(),
    prompt: text(),
    kind: text().notNull(),
    state: jsonb().$type<Omit<GroupState, 'toldAt'>>().notNull(),
    sequence: integer().notNull(),
    toldAt: instant(),
    dueAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.channelId, t.groupKey] }),
    index('notification_group_due').on(t.dueAt).where(sql`${t.dueAt} is not null`),
  ],
);

/** A message to a channel. Sent at least once; `id` is the same over all attempts. */
export const notification = pgTable(
  'notification',
  {
    ...ownedRow(),
    channelId: channelId(),
    groupKey: text().notNull(),
    sequence: integer().notNull(),
    reason: text().$type<NoticeReason>().notNull(),
    notice: jsonb().$type<Notice>().notNull(),
    /** Who is told besides the addresses of the channel: the person on call. */
    personId: uuid().references(() => person.id),
    state: text().$type<DeliveryState>().notNull(),
    attempts: integer().notNull(),
    /** Attempts before it was last asked to be sent again: the pauses begin anew. */
    retriesFrom: integer().notNull(),
    nextAt: instant(),
    createdAt: instant().notNull(),
    finishedAt: instant(),
  },
  (t) => [
    unique('notification_once').on(t.channelId, t.groupKey, t.sequence),
    index('notification_next').on(t.nextAt).where(sql`${t.state} = 'waiting'`),
    index('notification_finished').on(t.finishedAt).where(sql`${t.finishedAt} is not null`),
    index('notification_log').on(t.channelId, t.createdAt.desc()),
    check('notification_state_check', sql`${t.state} in ('waiting', 'delivered', 'refused', 'blocked', 'given_up')`),
    check('notification_next_check', sql`(${t.nextAt} is not null) = (${t.state} = 'waiting')`),
  ],
);

/** An attempt that ended. One that its process did not survive has no row. */
export const delivery = pgTable(
  'delivery',
  {
    notificationId: uuid()
      .notNull()
      .references(() => notification.id),
    attempt: integer().notNull(),
    projectId: projectId(),
    at: instant().notNull(),
    tookMs: integer().notNull(),
    outcome: text().notNull(),
    status: integer(),
    response: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.notificationId, t.attempt] })],
);

/** Alerts that match are not told while it lasts. It always ends. */
export const silence = pgTable(
  'silence',
  {
    ...ownedRow(),
    matchers: jsonb().$type<Matcher[]>().notNull(),
    reason: text().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('silence_end').on(t.projectId, t.endsAt.desc()),
    check('silence_end_check', sql`${t.endsAt} <= ${t.startsAt} + interval '7 days'`),
  ],
);

/** Who is on call, a week each, in the order of `people`. */
export const onCallRotation = pgTable(
  'on_call_rotation',
  {
    ...ownedRow(),
    name: text().notNull(),
    people: uuid().array().notNull(),
    timeZone: text().notNull(),
    /** 1 Monday … 7 Sunday. */
    handOverDay: integer().notNull(),
    handOverMinute: integer().notNull(),
    startsOn: date().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    unique('on_call_rotation_name').on(t.projectId, t.name),
    check('on_call_rotation_day_check', sql`${t.handOverDay} between 1 and 7`),
    check('on_call_rotation_minute_check', sql`${t.handOverMinute} between 0 and 1439`),
  ],
);

/** Somebody stands in for whoever is on call. */
export const onCallOverride = pgTable(
  'on_call_override',
  {
    ...ownedRow(),
    rotationId: uuid()
      .notNull()
      .references(() => onCallRotation.id),
    personId: uuid()
      .notNull()
      .references(() => person.id),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    actor: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('on_call_override_end').on(t.rotationId, t.endsAt),
    check('on_call_override_end_check', sql`${t.endsAt} > ${t.startsAt}`),
  ],
);

/** Whom a page that nobody acknowledges is for: whoever is on call in a rotation, or a person. */
export const escalationStep = pgTable(
  'escalation_step',
  {
    projectId: projectId(),
    step: integer().notNull(),
    afterMinutes: integer().notNull(),
    rotationId: uuid().references(() => onCallRotation.id),
    personId: uuid().references(() => person.id),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.step] }),
    check('escalation_step_whom_check', sql`(${t.rotationId} is null) <> (${t.personId} is null)`),
    check('escalation_step_after_check', sql`${t.afterMinutes} between 0 and 10080`),
  ],
);

/** The steps that were taken: each once an alert. */
export const escalation = pgTable(
  'escalation',
  {
    alertId: uuid()
      .notNull()
      .references(() => alert.id),
    step: integer().notNull(),
    projectId: projectId(),
    personId: uuid().references(() => person.id),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.alertId, t.step] })],
);
