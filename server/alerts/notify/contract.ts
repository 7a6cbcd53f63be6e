import { z } from 'zod';
import { SEVERITIES } from '#server/alerts/domain/alert.ts';
import { calendarDateSchema, instantSchema, visibleText } from '#server/audit/contract.ts';
import { CHANNEL_KINDS, DELIVERY_STATES } from './domain/channel-kind.ts';
import { NOTICE_REASONS } from './domain/decide-notification.ts';
import { MATCHERS_MAX, SILENCE_STATES } from './domain/silence.ts';
import { OFFICE_HOURS } from './domain/working-hours.ts';

const name = visibleText(100);
const address = z.string().min(1).max(2_000);
const secret = z.string().min(1).max(2_000);
/** Stands in a header. */
const token = secret.regex(/^[\x21-\x7e]+$/, 'A token without spaces and line breaks.');
/** A mailbox without a display name, so that it can be put into a header as it is. */
const mailbox = z.email().max(254);
const reason = z.string().max(1_000);

const target = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('webhook'),
    url: address,
    secret: z
      .string()
      .max(120)
      .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'whsec_ and 24 to 64 bytes in Base64.')
      .nullish()
      .meta({ description: 'The signing secret of Standard Webhooks; left out: one is made and returned once.' }),
  }),
  z.strictObject({ kind: z.literal('slack'), url: address }),
  z.strictObject({ kind: z.literal('teams'), url: address }),
  z.strictObject({
    kind: z.literal('pagerduty'),
    routing_key: z.string().regex(/^[A-Za-z0-9]{32}$/, 'The 32 letters and digits of an Events API v2 integration.'),
    url: address.nullish().meta({ description: 'Left out: https://events.pagerduty.com.' }),
    changes: z.boolean().default(true).meta({ description: 'Send deployments and rollout steps as change events.' }),
  }),
  z.strictObject({ kind: z.literal('incident_io'), url: address, token }),
  z.strictObject({ kind: z.literal('alertmanager'), url: address, token: token.nullish() }),
  z.strictObject({
    kind: z.literal('email'),
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65_535).default(587),
    tls: z
      .enum(['implicit', 'starttls'])
      .nullish()
      .meta({ description: 'From the start of the connection, or by STARTTLS. Left out: from the start on port 465.' }),
    user: z.string().min(1).max(200).nullish(),
    password: secret.nullish(),
    from: mailbox,
    to: z.array(mailbox).max(50),
    on_call: z.boolean().default(false).meta({ description: 'Pages also go to the person on call.' }),
  }),
]);
export type ChannelTargetEntry = z.output<typeof target>;

const severities = z.array(z.enum(SEVERITIES)).min(1).max(SEVERITIES.length);

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day such as 09:00.');
const ticketHours = z
  .strictObject({
    time_zone: z.string().min(1).max(60),
    days: z.array(z.int().min(1).max(7)).min(1).max(7).meta({ description: '1 Monday to 7 Sunday.' }),
    from: clockTime,
    to: clockTime,
  })
  .nullable()
  .meta({ description: 'When it is told of tickets; null: at any time.' });

export const createChannelBody = z.strictObject({
  name,
  target,
  severities: severities.default(['page', 'warning']),
  sends_resolved: z.boolean().default(true),
  ticket_hours: ticketHours.default(OFFICE_HOURS),
});
export type ChannelEntry = z.output<typeof createChannelBody>;

/** `target` replaces address and secrets as a whole: they are never read back. Its kind stays. */
export const patchChannelBody = z
  .strictObject({
    ...{ name, target, severities, sends_resolved: z.boolean(), enabled: z.boolean(), ticket_hours: ticketHours },
  })
  .partial();
export type ChannelChange = z.output<typeof patchChannelBody>;

export const channelResponse = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  leads_to: z.string().meta({ description: 'The host of its address. The address itself is never returned.' }),
  severities: z.array(z.enum(SEVERITIES)),
  sends_resolved: z.boolean(),
  sends_changes: z.boolean(),
  ticket_hours: ticketHours,
  enabled: z.boolean(),
  disabled_reason: z.string().nullable(),
  failing_since: z.iso.datetime().nullable(),
  last_delivered_at: z.iso.datetime().nullable(),
  waiting: z.int(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export const channelCreatedResponse = channelResponse.extend({
  secret: z.string().nullable().meta({ description: 'The signing secret of a webhook. It is not shown again.' }),
});
/** A message of the delivery log. */
export const deliveryResponse = z.object({
  id: z.uuid().meta({ description: 'The same over every attempt; also `webhook-id` and the Message-ID of mails.' }),
  reason: z.enum(NOTICE_REASONS),
  line: z.string().meta({ description: 'How the message begins.' }),
  state: z.enum(DELIVERY_STATES),
  created_at: z.iso.datetime(),
  next_attempt_at: z.iso.datetime().nullable(),
  attempts: z.array(
    z.object({
      ...{ attempt: z.int(), at: z.iso.datetime(), took_ms: z.int(), outcome: z.string() },
      status: z.int().nullable().meta({ description: 'Null: there was no response.' }),
      response: z.string().meta({ description: 'At most 200 characters of it.' }),
    }),
  ),
});
/** Who is on call at this moment. */
const someone = z.object({ id: z.uuid(), name: z.string() });
export const onCallResponse = z.object({
  first: someone.nullable().meta({ description: 'Whom a page wakes now; null: nobody.' }),
  rotations: z.array(
    z.object({
      ...{ id: z.uuid(), name: z.string(), time_zone: z.string(), person: someone.nullable() },
      until: z.iso.datetime().nullable(),
      next: someone.nullable(),
      is_override: z.boolean(),
    }),
  ),
  escalation: z.array(z.object({ step: z.int(), after_minutes: z.int(), person: someone.nullable() })),
});
export const testResponse = z.object({ notification_id: z.uuid(), state: z.enum(DELIVERY_STATES) });

const matcher = z.strictObject({
  label: z.string().min(1).max(100),
  value: z.string().max(300).meta({ description: '`*` stands for any text; empty: the alert has no such label.' }),
  not: z.boolean().optional(),
});
const matchers = z.array(matcher).max(MATCHERS_MAX);

/** The end is checked apart, so that a silence without one is refused with the reason. */
export const createSilenceBody = z.strictObject({
  matchers,
  reason,
  starts_at: instantSchema.nullish().meta({ description: 'Left out: now.' }),
  ends_at: instantSchema.nullish().meta({ description: 'Needed; at most 7 days after the start.' }),
});
export type SilenceEntry = z.output<typeof createSilenceBody>;

/** An end that is over ends the silence now. */
export const patchSilenceBody = z.strictObject({ ends_at: instantSchema, reason }).partial();
export type SilenceChange = z.output<typeof patchSilenceBody>;

const price = z.object({
  firings: z.int().meta({ description: 'Alerts that opened in the last 7 days and match.' }),
  failed_requests: z.int(),
  failed_outcomes: z.int(),
  failed_cost_usd: z.number().nullable().meta({ description: 'What the failed requests cost; null: unknown.' }),
  is_complete: z
    .boolean()
    .meta({ description: 'False: too many separate stretches of time; the newest were added up.' }),
});
export const silenceResponse = z.object({
  id: z.uuid(),
  matchers: z.array(matcher),
  reason: z.string(),
  state: z.enum(SILENCE_STATES),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  hides_now: z.int().meta({ description: 'Alerts that fire at this moment and match.' }),
  would_have_hidden: price.nullable().meta({ description: 'In the last 7 days; null of a silence that is over.' }),
});

export const priceInput = z.object({ matchers });

/** Who is on call, in turns of a week. */
export const rotationInput = z.object({
  id: z.uuid().nullish(),
  name,
  people: z.array(z.uuid()).min(1).max(50),
  timeZone: z.string().min(1).max(60),
  handOverDay: z.int().min(1).max(7),
  handOverMinute: z.int().min(0).max(1439),
  startsOn: calendarDateSchema,
});
export const overrideInput = z.object({
  rotationId: z.uuid(),
  personId: z.uuid(),
  startsAt: instantSchema,
  endsAt: instantSchema,
});
export const stepsInput = z.object({
  steps: z
    .array(
      z.object({
        afterMinutes: z.int().min(0).max(10_080),
        rotationId: z.uuid().nullish(),
        personId: z.uuid().nullish(),
      }),
    )
    .max(10),
});

export const deliveriesInput = z.object({ channelId: z.uuid() });
export const notificationInput = z.object({ id: z.uuid() });
