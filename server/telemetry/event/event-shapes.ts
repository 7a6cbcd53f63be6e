import { z } from 'zod';
import { CACHE_TTLS } from '#server/models/prices/domain/meters.ts';
import { METRICS } from '#server/telemetry/query/domain/metric-name.ts';
import {
  EVENT_FIELDS,
  EVENT_STATUSES,
  type EventField,
  type FieldRule,
  fieldsShownIn,
  REQUIRED_FIELDS,
  TAG_LENGTH_MAX,
  TAGS_MAX,
} from './domain/event-fields.ts';

/*
 * Shapes for the published contract alone. Events are judged by hand (`domain/check-event.ts`), from the same table of
 * fields as this.
 */

const REQUIRED: readonly string[] = REQUIRED_FIELDS satisfies readonly EventField[];

function schemaOf(rule: FieldRule): z.ZodType {
  switch (rule.kind) {
    case 'text':
      return z.string().min(1).max(rule.max);
    case 'integer':
      return z.int().min(rule.min).max(rule.max);
    case 'number':
      return z.number().min(rule.min).max(rule.max);
    case 'choice':
      return z.enum(rule.values);
    case 'time':
      return z.iso.datetime({ offset: true });
    case 'tags': {
      const tag = z.union([z.string().max(TAG_LENGTH_MAX), z.number(), z.boolean()]);
      return z.union([z.array(tag).max(TAGS_MAX), z.record(z.string(), tag)]);
    }
    case 'by_ttl': {
      const tokens = z.int().min(0).max(rule.max);
      const byTtl = Object.fromEntries(CACHE_TTLS.map((ttl) => [ttl, tokens.nullish()]));
      return z.union([tokens, z.strictObject(byTtl)]);
    }
    case 'calls':
      return z.record(z.string(), z.int().min(0).max(rule.max));
    case 'usage':
      return z.record(z.string(), z.unknown());
    case 'body':
      return z.unknown();
  }
}

const event = z.strictObject(
  Object.fromEntries(
    Object.entries(EVENT_FIELDS).map(([name, rule]) => {
      const field = schemaOf(rule);
      return [name, REQUIRED.includes(name) ? field : field.nullish()];
    }),
  ),
);

/** Body of `POST /api/v1/events`. */
export const eventsBody = z.strictObject({
  sent_at: z.iso.datetime({ offset: true }).optional(),
  events: z.array(event).max(1000),
});

const instant = z.iso.datetime();
const text = z.string().nullable();
const figure = z.number().nullable();

/** The stored fields of a list or of the details, as responses hold them: unknown is null. */
const storedShapes = (where: 'list' | 'detail') =>
  Object.fromEntries(
    fieldsShownIn(where).map(({ field, rule }) => [
      field,
      rule.kind === 'text' ? text : rule.kind === 'number' ? figure : z.int().nullable(),
    ]),
  );

/** An event as it is read. */
export const eventResponse = z.object({
  id: text,
  at: instant,
  environment: text,
  prompt: text,
  version: z.int().nullable(),
  model: z.string(),
  provider: z.string(),
  service: text,
  arm: text,
  status: z.enum(EVENT_STATUSES),
  error_code: text,
  ...storedShapes('list'),
  cost_usd: figure,
  tags: z.array(z.string()),
});

export const eventListResponse = z.object({ data: z.array(eventResponse), next_cursor: z.string().nullable() });

/** Where a cost comes from. */
const costArithmetic = z.object({
  /** `recorded`: it came with the event, or before this was kept. */
  source: z.enum(['computed', 'recorded']).nullable(),
  /** By the prices that are registered now, as is all below; exact. Null: unknown. */
  total_usd: text,
  lines: z.array(
    z.object({
      meter: z.string(),
      cache_ttl: text,
      quantity: z.number(),
      per: z.number(),
      price_usd: z.string(),
      amount_usd: z.string(),
      conditions: z.string(),
    }),
  ),
  /** Why it is unknown: a meter that no row prices, or a count that is missing or wrong. */
  lacking: z.array(z.object({ meter: z.string(), cache_ttl: text, because: z.string(), whole: text })),
  /** Fields of `usage` that nobody here knows, and why it could not be read at all. */
  usage_unread: z.array(z.string()),
  usage_problem: z.object({ path: z.string(), code: z.string(), message: z.string() }).nullable(),
});

/** An event with everything that is known of it. */
export const eventDetailResponse = eventResponse.extend({
  received_at: instant,
  clock_skew: z.boolean(),
  ...storedShapes('detail'),
  query_type: text,
  api_key: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  cache_write: z.strictObject({ '5m': z.int().nullable(), '1h': z.int().nullable() }),
  tool_calls: z.record(z.string(), z.int()).nullable(),
  usage: z.record(z.string(), z.unknown()).nullable(),
  cost: costArithmetic,
  registered: z.object({ prompt: z.boolean(), model: z.boolean() }),
  outcome: z.object({ success: z.boolean(), value: figure, kind: text, at: instant }).nullable(),
  feedback: z.array(z.object({ name: z.string(), score: z.number(), comment: text, source: z.string(), at: instant })),
  input: text,
  output: text,
});

/** Response of `GET /api/v1/metrics`. */
export const metricsResponse = z.object({
  metric: z.enum(METRICS),
  /** Seconds, as they were used. */
  step: z.number(),
  source: z.string(),
  took_ms: z.number(),
  /** Changed minutes whose newest events are not in the values yet; 0 = exact. */
  pending_minutes: z.int(),
  series: z.array(
    z.object({
      group: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      points: z.array(z.tuple([instant, figure])),
    }),
  ),
  annotations: z.array(z.object({ t: instant, kind: z.string(), title: z.string(), href: z.string() })),
});
