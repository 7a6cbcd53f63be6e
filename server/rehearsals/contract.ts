import { z } from 'zod';
import { gateCategoryResponse } from '#server/gates/contract.ts';
import { VERDICTS } from '#server/gates/domain/verdict.ts';
import { CERTAINTIES } from '#server/models/deprecations/domain/entry.ts';
import { promotionStatusSchema } from '#server/promotions/contract.ts';
import { environmentNameSchema, modelRefSchema, nameSchema } from '#server/prompts/contract.ts';
import { NAMED_AS } from './domain/affected.ts';
import { LEFT_BECAUSE } from './domain/plan-opening.ts';
import { OPTION_STATES } from './domain/readiness.ts';
import { REPLACEMENT_SOURCES, REPLACEMENTS_MAX } from './domain/replacement.ts';

/** Query of `GET …/rehearsal`: the replacements to compare, separated by commas. */
export const rehearsalQuery = z.strictObject({
  replacement: z
    .string()
    .max(900)
    .regex(/^[^,]{1,300}(,[^,]{1,300}){0,2}$/, `Name 1 to ${REPLACEMENTS_MAX} models, separated by commas.`)
    .optional(),
});

/** The same for our own pages. */
export const rehearsalInput = z.object({
  provider: z.string().max(60),
  modelId: z.string().max(200),
  replacements: z.array(modelRefSchema).max(REPLACEMENTS_MAX),
});

const place = z.strictObject({ prompt: nameSchema, environment: environmentNameSchema });

/** Body of `POST …/rehearsal/promotions`. Without `places`: every one whose gate passes or cannot decide. */
export const openPromotionsBody = z.strictObject({
  replacement: modelRefSchema,
  places: z.array(place).min(1).max(50).optional(),
  note: z.string().max(2_000).default(''),
  model_reason: z.string().trim().max(2_000).default(''),
});
export type OpenPromotions = z.output<typeof openPromotionsBody>;

const dollars = z.number().nullable();
const figure = z.number().nullable();
const p99 = z.object({ ms: z.number(), n: z.int() }).nullable();
const factors = z.object({ input: z.number(), output: z.number() });
const promotionRef = z.object({
  id: z.uuid(),
  status: promotionStatusSchema,
  version: z.int(),
  model: z.string().nullable(),
});
const refusal = z.object({ code: z.string(), message: z.string() });

const cost = z.object({
  requests: z.int().meta({ description: 'Of the prompt by the model in the window.' }),
  sampled: z.int(),
  known: z.int().meta({ description: 'Sampled requests whose cost is known on both sides; the amounts are of these.' }),
  now_usd: dollars,
  replacement_usd: dollars,
  change: figure,
  ci95: z.tuple([z.number(), z.number()]).nullable(),
  lacking: z.array(
    z.object({ of: z.enum(['now', 'replacement']), meter: z.string(), because: z.string(), requests: z.int() }),
  ),
  tokens: z.object({
    basis: z.enum(['measured', 'same']),
    n: z.int().nullable(),
    factors: factors.nullable(),
  }),
});

const option = z.object({
  replacement: z.string(),
  state: z.enum(OPTION_STATES),
  version: z.int(),
  names_it: z.boolean(),
  verdict: z.enum(VERDICTS).nullable().meta({ description: 'Null where a run is missing.' }),
  reasons: z.array(z.string()),
  findings: z.array(z.looseObject({ code: z.string(), message: z.string() })),
  categories: z.array(gateCategoryResponse),
  runs: z.array(z.object({ dataset: z.string(), run: z.uuid().nullable(), baseline_run: z.uuid().nullable() })),
  missing_runs: z
    .array(
      z.object({
        of: z.enum(['candidate', 'serving']),
        import: z.object({
          prompt: z.string(),
          version: z.int(),
          model: z.string().nullable(),
          dataset: z.string().nullable(),
          scorers: z.array(z.looseObject({ type: z.string() })).nullable(),
        }),
      }),
    )
    .meta({
      description:
        'What the gate lacks: `import` is the body of `POST /api/v1/eval-runs/import` without its results. Null: nothing says which.',
    }),
  other_versions: z.array(z.object({ version: z.int(), verdict: z.enum(VERDICTS) })),
  cost,
  latency: z.object({
    now: p99,
    replacement: p99,
    measured_now: p99,
    basis: z.enum(['traffic', 'runs']).nullable(),
    change: figure,
  }),
});

/** Response of `GET …/rehearsal`. */
export const rehearsalResponse = z.object({
  model: z.string(),
  registered: z.boolean(),
  owner: z.string().nullable(),
  retires_on: z.iso.date().nullable(),
  days_left: z.int().nullable(),
  retirement_from: z.enum(['registry', 'list']).nullable(),
  certainty: z.enum(CERTAINTIES).nullable(),
  prompts: z.int(),
  places_total: z.int(),
  replacements: z.array(
    z.object({
      model: z.string(),
      registered: z.boolean(),
      source: z.enum(REPLACEMENT_SOURCES),
      retires_on: z.iso.date().nullable(),
      refusal: refusal.nullable(),
      prompts: z.record(z.enum(OPTION_STATES), z.int()),
    }),
  ),
  places: z.array(
    place.extend({
      version: z.int(),
      model: z.string(),
      named_as: z.enum(NAMED_AS),
      since: z.iso.datetime(),
      open_promotion: promotionRef.nullable(),
      options: z.array(option),
    }),
  ),
  window: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
});

const placed = z.object({ prompt: z.string(), environment: z.string(), version: z.int() });

/** Response of `POST …/rehearsal/promotions`. */
export const openedResponse = z.object({
  replacement: z.string(),
  opened: z.array(placed.extend({ promotion: z.uuid(), status: promotionStatusSchema })),
  linked: z.array(placed.extend({ promotion: z.uuid(), status: promotionStatusSchema })),
  left: z.array(placed.extend({ because: z.enum(LEFT_BECAUSE), promotion: z.uuid().nullable() })),
});
