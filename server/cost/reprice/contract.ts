import { z } from 'zod';
import { dateSchema, instantOrDateSchema } from '#server/audit/contract.ts';
import { pricesSchema } from '#server/models/contract.ts';
import { REPRICE_STATUSES } from '#server/telemetry/reprice/domain/figures.ts';

const model = z.string().min(3).max(300);

/** Body of `POST /api/v1/cost/reprice`; `prices`: as if they were written, for a preview. */
export const repriceBody = z.strictObject({
  model,
  from: instantOrDateSchema.nullish(),
  to: instantOrDateSchema.nullish(),
  prices: pricesSchema.nullish(),
  dry_run: z.boolean().default(false),
});

/** The same for our own pages. */
export const repriceInput = z.object({
  model,
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  prices: pricesSchema.optional(),
});

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

/** The changes of a preview. */
export const previewResponse = z.object({
  model: z.string(),
  from: time,
  to: time,
  total: z.object(figures),
  days: z.array(z.object({ day: z.iso.date(), ...figures })),
  prompts: z.array(z.object({ prompt: z.string().nullable(), ...figures })),
  lacking: z.array(z.object({ meter: z.string(), because: z.string(), events: z.int() })),
});

/** The state of a repricing. */
export const repriceResponse = z.object({
  id: z.uuid(),
  model: z.string(),
  from: time,
  to: time,
  status: z.enum(REPRICE_STATUSES),
  progress: z.number(),
  total: z.int(),
  figures: z.object(figures),
  failure: z.string().nullable(),
  started_by: z.string(),
  started_at: time,
  finished_at: time.nullable(),
});
