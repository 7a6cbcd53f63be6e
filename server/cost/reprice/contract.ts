import { z } from 'zod';
import { dateSchema, instantOrDateSchema } from '#server/audit/contract.ts';
import { pricesSchema } from '#server/models/contract.ts';
import { REPRICE_STATUSES } from '#server/telemetry/reprice/domain/figures.ts';

const model = z.string().min(3).max(300);
const reason = z.string().trim().min(1).max(500);
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'The rows_digest of a preview.');

/** Body of `POST /api/v1/cost/reprice`. */
export const repriceBody = z.strictObject({
  model,
  from: instantOrDateSchema.nullish(),
  to: instantOrDateSchema.nullish(),
  prices: pricesSchema.nullish().meta({ description: 'Written to the model first; with `dry_run` as if they were.' }),
  reason: reason.nullish().meta({ description: 'Why, for the audit log.' }),
  rows_digest: digest.nullish().meta({ description: 'Of a preview: refuses to begin where the prices have changed.' }),
  dry_run: z.boolean().default(false),
});

const range = { model, from: dateSchema.optional(), to: dateSchema.optional(), prices: pricesSchema.optional() };

/** The same for our own pages. */
export const previewInput = z.object(range);
export const correctionInput = z.object({ ...range, reason, rowsDigest: digest });
export const repricesQuery = z.strictObject({ model: model.optional() });

const figures = {
  events: z.int(),
  changed: z.int(),
  /** Events whose cost came with them: no price changes it. */
  recorded: z.int(),
  became_known: z.int(),
  became_unknown: z.int(),
  before_usd: z.number(),
  after_usd: z.number(),
};
const time = z.iso.datetime();
const days = z.array(z.object({ day: z.iso.date(), ...figures }));
const lacking = z.array(
  z.object({ meter: z.string(), cache_ttl: z.string().nullable(), because: z.string(), events: z.int() }),
);

/** The changes of a preview. */
export const previewResponse = z.object({
  model: z.string(),
  from: time,
  to: time,
  rows_digest: z.string(),
  total: z.object(figures),
  stay_unknown: z.int().meta({ description: 'Requests whose cost is unknown before and after.' }),
  days,
  prompts: z.array(z.object({ prompt: z.string().nullable(), ...figures })),
  budgets: z
    .array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        amount_usd: z.number(),
        spent_before_usd: z.number().nullable(),
        spent_after_usd: z.number().nullable(),
        passes: z.array(z.int()),
        falls: z.array(z.int()),
        ...figures,
      }),
    )
    .meta({ description: 'Budgets whose spend of this month changes.' }),
  lacking,
});

const state = {
  id: z.uuid(),
  model: z.string(),
  from: time,
  to: time,
  status: z.enum(REPRICE_STATUSES),
  progress: z.number(),
  total: z.int(),
  figures: z.object(figures),
  failure: z.string().nullable(),
  reason: z.string().nullable(),
  started_by: z.string(),
  started_at: time,
  finished_at: time.nullable(),
};

/** The last repricings, newest first. */
export const repricesResponse = z.object({ data: z.array(z.object(state)), next_cursor: z.null() });

/** The state of a repricing. The last three are null of one that began before they were kept. */
export const repriceResponse = z.object({
  ...state,
  stay_unknown: z.int().nullable(),
  days: days.nullable(),
  lacking: lacking.nullable(),
});
