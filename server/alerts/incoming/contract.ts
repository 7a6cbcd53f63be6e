import { z } from 'zod';
import { OPSGENIE_PRIORITIES } from './domain/read-opsgenie.ts';
import { STATUS_INDICATORS } from './domain/read-status-page.ts';

const texts = z.record(z.string().max(1_000), z.string().max(20_000));
/** RFC 3339, also the zero time of Go. */
const instant = z.iso.datetime({ offset: true });

/** Alertmanager's webhook, version 4. Fields that it gains later are read over. */
export const alertmanagerBody = z.object({
  version: z.literal('4').optional(),
  groupKey: z.string().max(20_000),
  truncatedAlerts: z.int().min(0).max(1_000_000_000).optional(),
  status: z.enum(['firing', 'resolved']).optional(),
  receiver: z.string().max(2_000).optional(),
  groupLabels: texts.optional(),
  commonLabels: texts.optional(),
  commonAnnotations: texts.optional(),
  externalURL: z.string().max(4_000).optional(),
  notification_reason: z.string().max(200).optional(),
  routeLabels: texts.nullish().transform((labels) => labels ?? undefined),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: texts,
        annotations: texts.optional(),
        startsAt: instant.optional(),
        endsAt: instant.optional(),
        generatorURL: z.string().max(8_000).optional(),
        fingerprint: z.string().max(200).optional(),
      }),
    )
    .max(20_000),
});

const note = z.string().max(25_000).optional();

/** Opsgenie's "create alert", with its limits. Responders and actions are accepted and not read. */
export const opsgenieCreateBody = z.object({
  message: z.string().min(1).max(130),
  alias: z.string().max(512).optional(),
  description: z.string().max(15_000).optional(),
  tags: z.array(z.string().max(50)).max(20).optional(),
  details: z.record(z.string().max(8_000), z.string().max(8_000)).optional(),
  entity: z.string().max(512).optional(),
  source: z.string().max(100).optional(),
  priority: z.enum(OPSGENIE_PRIORITIES).optional(),
  user: z.string().max(100).optional(),
  note,
});
export const opsgenieCloseBody = z.object({
  user: z.string().max(100).optional(),
  source: z.string().max(100).optional(),
  note,
});
/** Alerts from outside have no other identifier here. */
export const opsgenieCloseQuery = z.object({ identifierType: z.literal('alias').optional() });
export const opsgenieResponse = z.object({ result: z.string(), took: z.number(), requestId: z.string() });

/** The plain webhook. */
export const webhookBody = z.strictObject({
  title: z.string().min(1).max(1_000),
  severity: z
    .string()
    .max(100)
    .optional()
    .meta({ description: '`page`, `warning` or `ticket`, or a word such as `critical`.' }),
  status: z.enum(['firing', 'resolved']).optional(),
  dedup_key: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .meta({ description: 'Names the alert; left out, its title does.' }),
  labels: texts.optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  starts_at: instant.optional(),
  ends_at: instant.optional(),
});

/** What a message did. */
export const receivedResponse = z.object({
  opened: z.int().meta({ description: 'Alerts that it opened or reopened.' }),
  seen: z.int().meta({ description: 'Alerts that were open and still fire.' }),
  resolved: z.int(),
  ignored: z.int().meta({ description: 'Late or repeated: they say nothing new.' }),
});
export type Received = z.output<typeof receivedResponse>;

/** Statuspage's `summary.json`, as far as it is read. */
export const statusSummary = z.object({
  status: z.object({ indicator: z.enum(STATUS_INDICATORS), description: z.string().max(1_000).optional() }),
  incidents: z
    .array(
      z.object({
        id: z.string().min(1).max(500),
        name: z.string().max(2_000),
        status: z.string().max(200),
        impact: z.string().max(200).optional(),
        created_at: z.string().max(100),
        resolved_at: z.string().max(100).nullish(),
        shortlink: z.string().max(2_000).nullish(),
      }),
    )
    .max(1_000),
});

/** A status page to read. */
export const statusPageInput = z.object({
  provider: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/, 'Use 1 to 60 of A–Z, a–z, 0–9, ".", "_" and "-".'),
  url: z.string().trim().min(1).max(2_000),
});
