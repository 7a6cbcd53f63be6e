import { z } from 'zod';
import { dateSchema, INT_MAX, instantSchema as instant } from '#server/audit/contract.ts';
import { isReadableRange } from '#server/audit/domain/storable-time.ts';
import { CURSOR_CHARS_MAX, ROWS_DEFAULT, ROWS_MAX } from '#server/platform/pure/page-size.ts';
import { ARMS, EVENT_STATUSES } from './event/domain/event-fields.ts';
import { GROUPINGS } from './query/domain/grouping.ts';
import { METRICS } from './query/domain/metric-name.ts';
import { RANGES } from './query/domain/range.ts';

const name = z.string().min(1).max(200);

const result = z.object({
  index: z.number().int(),
  id: z.string().nullable(),
  status: z.union([z.literal(201), z.literal(200), z.literal(422)]),
  code: z.string().optional(),
  path: z.string().optional(),
  message: z.string().optional(),
});

/** Response of `POST /api/v1/events` and `/outcomes`. */
export const eventsResponse = z.object({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  rejected: z.number().int(),
  results: z.array(result),
});

/** One outcome of `POST /api/v1/outcomes`. */
export const outcomeMessage = z.strictObject({
  id: name,
  outcome_id: name,
  success: z.boolean(),
  value: z.number().min(-1e12).max(1e12).nullish(),
  kind: name.nullish(),
  at: instant,
});
export type OutcomeMessage = z.infer<typeof outcomeMessage>;

/** The list is judged one by one, so its entries are not checked here. */
export const outcomesBody = z.strictObject({ outcomes: z.array(z.unknown()).max(1000) });

export const feedbackBody = z
  .strictObject({
    event_id: name.optional(),
    trace_id: name.optional(),
    name,
    score: z.number().min(0).max(1),
    comment: z.string().max(10_000).optional(),
    source: z.enum(['user', 'judge', 'human']),
  })
  .refine((body) => (body.event_id === undefined) !== (body.trace_id === undefined), {
    path: ['event_id'],
    message: 'name either event_id or trace_id',
  });
export type FeedbackBody = z.infer<typeof feedbackBody>;

const filters = {
  environment: name.optional(),
  prompt: name.optional(),
  version: z.coerce.number().int().min(1).max(INT_MAX).optional(),
  model: name.optional(),
  provider: name.optional(),
  arm: z.enum(ARMS).optional(),
  service: name.optional(),
  tag: name.optional(),
};

/** `GET /api/v1/metrics` */
export const metricsQuery = z.strictObject({
  metric: z.enum(METRICS),
  /** Left out: 24 hours before `to`. */
  from: instant.optional(),
  /** Left out: now. */
  to: instant.optional(),
  /** Seconds. */
  step: z.coerce.number().int().min(1).max(31_536_000).optional(),
  /** One or several, with commas between: a series for each combination. */
  group_by: z
    .string()
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(z.enum(GROUPINGS)))
    .optional(),
  ...filters,
  user: name.optional(),
  session: name.optional(),
});

/** `GET /api/v1/events` */
export const eventsQuery = z.strictObject({
  id: name.optional(),
  from: instant.optional(),
  to: instant.optional(),
  ...filters,
  status: z.enum(EVENT_STATUSES).optional(),
  error_code: name.optional(),
  api_key: name.optional().meta({ description: 'The name of the key that sent them.' }),
  user: name.optional(),
  session: name.optional(),
  trace_id: name.optional(),
  limit: z.coerce.number().int().min(1).max(ROWS_MAX).default(ROWS_DEFAULT),
  cursor: z.string().max(CURSOR_CHARS_MAX).optional(),
});

/** Of a custom range; either end alone counts for nothing. */
const isRange = ({ from, to }: { from?: Date | undefined; to?: Date | undefined }): boolean =>
  from === undefined || to === undefined || isReadableRange(from.getTime(), to.getTime());
const RANGE_RULE = { path: ['to'], message: 'to must be after from, by at most ten years' };

/** What the monitor page is narrowed to. */
export const monitorFilters = z.object(filters);

/** The query of the monitor page. `from` and `to` together replace `range`. */
export const monitorInput = monitorFilters
  .extend({
    range: z.enum(RANGES).default('24h'),
    from: dateSchema.optional(),
    to: dateSchema.optional(),
    compare: z.enum(['previous', 'week']).optional(),
  })
  .refine(isRange, RANGE_RULE);

/** One prompt's versions side by side. `from` and `to` together replace `range`. */
export const versionSeriesInput = z
  .object({
    prompt: name,
    environment: name.optional(),
    range: z.enum(RANGES).default('7d'),
    from: dateSchema.optional(),
    to: dateSchema.optional(),
  })
  .refine(isRange, RANGE_RULE);

/** What the list of requests is narrowed to. */
export const requestsInput = monitorFilters.extend({
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  status: z.enum(EVENT_STATUSES).optional(),
  errorCode: name.optional(),
  apiKey: name.optional(),
  user: name.optional(),
  session: name.optional(),
  traceId: name.optional(),
  limit: z.number().int().min(1).max(ROWS_MAX).default(ROWS_DEFAULT),
  cursor: z.string().max(CURSOR_CHARS_MAX).optional(),
});
