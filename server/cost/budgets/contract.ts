import { z } from 'zod';
import { BUDGET_SCOPES, SPEND_SOURCES } from '#server/cost/domain/budget-scope.ts';
import { UNKNOWN_WHYS } from '#server/cost/domain/budget-standing.ts';
import { SOFT_PERCENTS } from '#server/cost/domain/budget-thresholds.ts';
import { JUMP_KINDS } from '#server/cost/domain/spend-jumps.ts';

const subject = z.string().trim().min(1).max(300);
/** Read exactly by `readLimit`: a number, or text such as "12000.50". */
const amount = z.union([z.number(), z.string().max(60)]);
const thresholds = z.array(z.int().min(1).max(1000)).max(10);

const chosen = { amount_usd: amount, thresholds, hard: z.boolean() };

export const createBudgetBody = z.strictObject({
  scope: z.enum(BUDGET_SCOPES),
  subject: subject
    .nullish()
    .meta({ description: 'The prompt (or `folder/*`), model, key or tag; none of the project.' }),
  period: z.literal('month').default('month').meta({ description: 'A calendar month, UTC.' }),
  ...chosen,
  thresholds: thresholds.default([...SOFT_PERCENTS]),
  hard: chosen.hard.default(false),
});
export type BudgetEntry = z.output<typeof createBudgetBody>;

/** The scope and subject of a budget never change: create another budget for another subject. */
export const patchBudgetBody = z.strictObject(chosen).partial();
export type BudgetChange = z.output<typeof patchBudgetBody>;

const dollars = z.number();
const refusal = z.object({
  code: z.enum(['too_few_days', 'cost_unknown', 'not_summed_yet', 'not_read_yet', 'too_much_to_read']),
  days: z.int(),
  days_needed: z.int(),
  sentence: z.string(),
});

const forecast = z.object({
  month_end_usd: dollars.nullable(),
  interval80: z.tuple([dollars, dollars]).nullable(),
  refused: refusal.nullable(),
  price_changes: z.array(z.object({ date: z.iso.date(), factor: z.number() })).meta({
    description: 'Price changes of this month that the forecast follows: what all later days are multiplied by.',
  }),
});

const spend = {
  month: z.object({ from: z.iso.date(), to: z.iso.date() }).meta({ description: '`to` is the first day after it.' }),
  spent_usd: dollars.nullable(),
  requests: z
    .int()
    .nullable()
    .meta({ description: 'Null: too many to read. Only single requests have tags, and some keys.' }),
  unknown_cost_requests: z.int().nullable().meta({ description: 'In no sum: with any, `spent_usd` is a lower bound.' }),
  keyless_requests: z
    .int()
    .meta({ description: 'Of a key: requests received before keys were recorded, which may be its own.' }),
  pending_minutes: z.int().meta({
    description: 'Minutes whose newest requests are not summed yet: with any, `spent_usd` may lack some.',
  }),
  source: z.enum(SPEND_SOURCES),
  forecast,
};

export const budgetResponse = z.object({
  id: z.uuid(),
  scope: z.enum(BUDGET_SCOPES),
  subject: z.string().nullable(),
  period: z.literal('month'),
  amount_usd: dollars,
  thresholds,
  notified_threshold: z.int().nullable().meta({ description: 'The highest that was notified this month.' }),
  hard: z.boolean(),
  hard_state: z
    .enum(['open', 'exhausted'])
    .nullable()
    .meta({ description: 'Of a hard budget. Nothing enforces it until traffic goes through the gateway.' }),
  state: z.enum(['inside', 'over', 'forecast_over', 'unknown']),
  state_why: z.enum(UNKNOWN_WHYS).nullable().meta({
    description: 'Why the state is `unknown`. `not_read_yet` and `not_summed_yet`: read it again in a minute.',
  }),
  over_usd: dollars.nullable(),
  ...spend,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const forecastQuery = z.strictObject({
  scope: z.enum(BUDGET_SCOPES).default('project'),
  subject: subject.optional(),
});

/** Response of `GET /api/v1/cost/jumps`. */
export const jumpsResponse = z.object({
  data: z.array(
    z.object({
      kind: z
        .enum(JUMP_KINDS)
        .meta({ description: 'What jumped: spend of a user, key or service, input of a prompt.' }),
      name: z.string(),
      date: z.iso.date(),
      unit: z.enum(['usd', 'tokens_per_request']),
      value: z.number(),
      typical: z.number().meta({ description: 'The median of the days before; 0 of one that spent nothing on most.' }),
      days_before: z.int(),
      requests: z.int(),
      found_at: z.iso.datetime().nullable().meta({ description: 'When the worker stored it; null: not yet.' }),
    }),
  ),
  next_cursor: z.null(),
  compared: z
    .object({ usual: z.boolean(), users: z.boolean(), keys: z.boolean() })
    .meta({ description: 'False: fewer than seven days of requests, too many requests, or requests without a key.' }),
});

const day = { date: z.iso.date(), usd: dollars.nullable() };
export const forecastResponse = z.object({
  scope: z.enum(BUDGET_SCOPES),
  subject: z.string().nullable(),
  ...spend,
  days: z.array(z.object(day)),
  days_ahead: z.array(z.object({ ...day, interval80: z.tuple([dollars, dollars]) })),
});
