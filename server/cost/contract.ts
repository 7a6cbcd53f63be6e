import { z } from 'zod';
import { dateSchema, INT_MAX, instantSchema } from '#server/audit/contract.ts';
import { isReadableRange } from '#server/audit/domain/storable-time.ts';
import { MARGIN_KINDS } from '#server/evals/domain/margin.ts';
import { MARGIN_SOURCES } from '#server/gates/domain/policy.ts';
import { CURSOR_CHARS_MAX } from '#server/platform/pure/page-size.ts';
import { RATIO_METHODS } from '#server/stats/ratio-of-sums.ts';
import { ARMS } from '#server/telemetry/event/domain/event-fields.ts';
import { NOT_COMPARED } from './domain/compare-variants.ts';
import { HORIZON_HOURS_MAX, HORIZON_HOURS_MIN } from './domain/cost-settings.ts';
import { COST_GROUPINGS, COST_RANGES, NOT_BY_TAG, notByTag } from './domain/grouping.ts';
import { NO_FIGURES } from './domain/outcome-cost.ts';
import { RECORD_KINDS } from './domain/record-kind.ts';
import { SUCCESS_BY, WITHOUT_OUTCOME } from './domain/success.ts';
import { COST_KINDS, ENDINGS } from './domain/task-sums.ts';

const name = z.string().min(1).max(200);

/** One cost of `POST /api/v1/costs`. `amount_usd` is judged apart: as text or number, exact to 12 decimals. */
export const costMessage = z
  .strictObject({
    id: name,
    at: instantSchema,
    operation_id: name.nullish(),
    kind: z.enum(RECORD_KINDS),
    amount_usd: z.union([z.string().max(60), z.number()]),
    name: name.nullish(),
    prompt: name.nullish(),
    version: z.number().int().min(1).max(INT_MAX).nullish(),
  })
  .refine(({ prompt, version }) => version == null || prompt != null, {
    path: ['prompt'],
    message: '/prompt is needed where /version is given',
  });
export type CostMessage = z.infer<typeof costMessage>;

/** The list is judged one by one, so its entries are not checked here. */
export const costsBody = z.strictObject({ costs: z.array(z.unknown()).max(1000) });

const filters = {
  environment: name.optional(),
  prompt: name.optional(),
  version: z.coerce.number().int().min(1).max(INT_MAX).optional(),
  model: name.optional(),
  provider: name.optional(),
  arm: z.enum(ARMS).optional(),
  service: name.optional(),
};

const choices = {
  success_by: z.enum(SUCCESS_BY).default('outcome'),
  /** Hours after its start from which a task counts. Left out, this and the next: as the project's settings say. */
  horizon_hours: z.coerce.number().int().min(HORIZON_HOURS_MIN).max(HORIZON_HOURS_MAX).optional(),
  without_outcome: z.enum(WITHOUT_OUTCOME).optional(),
};

/** `GET /api/v1/cost/outcomes` */
export const costOutcomesQuery = z
  .strictObject({
    /** Left out: 30 days before `to`. */
    from: instantSchema.optional(),
    /** Left out: now. */
    to: instantSchema.optional(),
    group_by: z.enum(COST_GROUPINGS).default('variant'),
    ...choices,
    ...filters,
  })
  .refine(({ group_by, ...filter }) => notByTag(group_by, filter).length === 0, {
    path: ['group_by'],
    message: NOT_BY_TAG,
  });

/** How a project counts its tasks. */
export const costSettingsInput = z.object({
  horizonHours: z
    .number({ error: 'Use a whole number of hours.' })
    .int('Use a whole number of hours.')
    .min(HORIZON_HOURS_MIN, 'Use at least one hour.')
    .max(HORIZON_HOURS_MAX, `Use at most ${HORIZON_HOURS_MAX} hours, which are 30 days.`),
  withoutOutcome: z.enum(WITHOUT_OUTCOME),
});

/** The filter of the page, and how tasks are counted. */
export const costPageInput = z
  .object({
    range: z.enum(COST_RANGES).default('30d'),
    groupBy: z.enum(COST_GROUPINGS).default('variant'),
    successBy: z.enum(SUCCESS_BY).default('outcome'),
    ...filters,
  })
  .refine(({ groupBy, ...filter }) => notByTag(groupBy, filter).length === 0, {
    path: ['groupBy'],
    message: NOT_BY_TAG,
  });

/** Lines of cost per outcome beside the charts of telemetry, over their range. */
export const outcomeLinesInput = z
  .object({ from: dateSchema, to: dateSchema, groupBy: z.enum(['variant', 'version']), ...filters })
  .refine(({ from, to }) => isReadableRange(from.getTime(), to.getTime()), {
    path: ['to'],
    message: 'to must be after from, by at most ten years',
  });

/** Two versions of a prompt in one environment; `baseline` null: a first release. */
export const versionsComparedInput = z.object({
  prompt: name,
  environment: name,
  candidate: z.int().min(1).max(INT_MAX),
  baseline: z.int().min(1).max(INT_MAX).nullable(),
});

/** The tasks behind a figure: of the range of the page, or of a stretch of it, narrowed to one group. */
export const tasksInput = z
  .object({
    from: dateSchema,
    to: dateSchema,
    successBy: z.enum(SUCCESS_BY).default('outcome'),
    ended: z.enum(ENDINGS).optional(),
    /** One group of the page: numbers in the order of the columns of `groupBy`. */
    groupBy: z.enum(COST_GROUPINGS).optional(),
    key: z
      .string()
      .max(200)
      .regex(/^-?\d{1,9}( \d{1,9})*$/)
      .optional(),
    ...filters,
    cursor: z.string().max(CURSOR_CHARS_MAX).optional(),
  })
  .refine(({ from, to }) => isReadableRange(from.getTime(), to.getTime()), {
    path: ['to'],
    message: 'to must be after from, by at most ten years',
  });

const nullable = z.number().nullable();

/** Response of `GET /api/v1/cost/outcomes`. Money in US dollars, exact up to a double; unknown is null. */
export const costOutcomesResponse = z.object({
  from: z.string(),
  to: z.string(),
  success_by: z.enum(SUCCESS_BY),
  horizon_hours: z.number(),
  without_outcome: z.enum(WITHOUT_OUTCOME),
  settling_hours: z.number().int(),
  groups: z.array(
    z.object({
      group: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
      tasks: z.number().int(),
      immature: z.number().int(),
      without_outcome: z.number().int(),
      succeeded: z.number().int(),
      success_rate: nullable,
      attempts: z.number().int(),
      unknown_cost_attempts: z.number().int(),
      retries_share: nullable,
      cost_usd: nullable,
      cost_by_kind: z.record(z.enum(COST_KINDS), nullable),
      cost_per_request: nullable,
      cost_per_outcome: nullable,
      ci95: z.tuple([nullable, nullable]).nullable(),
      method: z.enum(RATIO_METHODS).nullable(),
      bound: z.enum(['figure', 'at_least']).nullable(),
      cost_per_outcome_wholly_known: nullable,
      cost_per_value: nullable,
      missing: z.enum(NO_FIGURES).nullable(),
    }),
  ),
  comparison: z.array(
    z.object({
      group: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
      baseline: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
      cost_ratio: nullable,
      ci95: z.tuple([z.number(), z.number()]).nullable(),
      refused: z.enum(NOT_COMPARED).nullable(),
      left_out_share: nullable,
      verdict: z.string().nullable(),
      is_cheapest_not_worse: z.boolean(),
      margin: nullable.meta({
        description: 'Of "not worse", in every category; null for groups that are no variants. 0.02 is 2 %.',
      }),
      margin_kind: z.enum(MARGIN_KINDS).nullable(),
      margin_from: z.enum(MARGIN_SOURCES).nullable(),
      ranks_differently: z.array(
        z.object({
          query_type: z.string().nullable(),
          cost_per_task_ratio: z.number(),
          cost_per_outcome_ratio: z.number(),
        }),
      ),
    }),
  ),
  no_task: z.array(z.object({ kind: z.enum(RECORD_KINDS), costs: z.number().int(), amount_usd: z.number() })),
});
