import { z } from 'zod';
import { calendarDateSchema as calendarDate, instantOrDateSchema } from '#server/audit/contract.ts';
import { FILE_FORMATS } from './catalogues/domain/catalogue.ts';
import { CERTAINTIES } from './deprecations/domain/entry.ts';
import { MODEL_STATUSES } from './domain/status.ts';
import { TEST_SEVERITIES, TEST_STATUSES } from './lineage/domain/graph.ts';
import { BASE_RELATIONS } from './lineage/domain/walk.ts';
import { DAYS } from './prices/domain/hours.ts';
import { CACHE_TTLS } from './prices/domain/meters.ts';
import { PRICE_STATES } from './prices/domain/price-row.ts';

const ref = z.string().trim().min(1).max(300);
const dollars = z.number().min(0).max(1_000_000);

const name = z.string().min(1).max(60);
/** Everything else that can be wrong with a row is found by `readEntries`, and ties between rows by `mergeRows`. */
const priceRow = z.strictObject({
  meter: z.string().min(1).max(120),
  per: z.number(),
  /** Dollars for `per` units: text or a number, at most 12 decimals. */
  amount: z.union([z.number(), z.string().min(1).max(60)]),
  currency: z.string().max(10).nullish(),
  effective_from: instantOrDateSchema,
  effective_to: instantOrDateSchema.nullish(),
  when: z
    .strictObject({
      service_tier: name.nullish(),
      region: name.nullish(),
      speed: name.nullish(),
      cache_ttl: z.enum(CACHE_TTLS).nullish(),
      input_tokens_gte: z.number().nullish(),
      hours: z
        .strictObject({
          tz: name,
          days: z.array(z.enum(DAYS)).min(1).max(7).nullish(),
          from: z.string().max(5),
          to: z.string().max(5),
        })
        .nullish(),
    })
    .nullish(),
  state: z.enum(PRICE_STATES).nullish(),
  source_url: z.string().max(2000).nullish(),
  checked_at: instantOrDateSchema.nullish(),
});

/** The older form, still accepted: four prices per million tokens. */
const fourNumbers = z.strictObject({
  effective_from: instantOrDateSchema,
  input_per_mtok: dollars,
  output_per_mtok: dollars,
  cached_input_per_mtok: dollars.nullish(),
  cache_write_per_mtok: dollars.nullish(),
});

/** A test of the run that made a model, as OpenLineage's `test` run facet has it; `severity` error: it would have stopped it. */
const testSchema = z.strictObject({
  name: z.string().min(1).max(200),
  status: z.enum(TEST_STATUSES),
  severity: z.enum(TEST_SEVERITIES).optional(),
  expected: z.string().max(200).optional(),
  actual: z.string().max(200).optional(),
});

/** What a model was trained on and with, and the validation metrics that came of it. */
export const trainingSchema = z.strictObject({
  dataset: z.string().max(300).optional(),
  dataset_version: z.union([z.string().max(100), z.number()]).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  metrics: z.record(z.string(), z.number()).optional(),
  tests: z.array(testSchema).max(200).optional(),
});

/** Price rows, or prices of four numbers. */
export const pricesSchema = z.array(z.union([priceRow, fourNumbers])).max(500);

/** What is known of a model beside its name. Null clears a fact, leaving it out keeps it. */
const facts = {
  display_name: z.string().trim().min(1).max(200).nullish(),
  context_window: z.int().min(1).max(2_000_000_000).nullish(),
  max_output_tokens: z.int().min(1).max(2_000_000_000).nullish(),
  modalities: z.array(z.string().min(1).max(40)).max(20).nullish(),
  capabilities: z.array(z.string().trim().min(1).max(40)).max(40).nullish(),
  /** Who is responsible for it: a person, a team or an address. */
  owner: z.string().trim().min(1).max(200).nullish(),
  released_at: calendarDate.nullish(),
  deprecation_date: calendarDate.nullish(),
  retirement_date: calendarDate.nullish(),
  fallback: ref.nullish(),
  /** What it was made from, as Hugging Face has it: a registered model, or several of which it is a merge. */
  base_model: z.union([ref, z.array(ref).min(1).max(20)]).nullish(),
  /** Left out or null: a merge where there are several bases, else a fine-tune. */
  base_model_relation: z.enum(BASE_RELATIONS).nullish(),
  training: trainingSchema.nullish(),
  eval_scores: z.record(z.string().max(200), z.number()).optional(),
  /** Added: a price of the meter, conditions and `effective_from` of a known one replaces that one, every other is kept. */
  prices: pricesSchema.optional(),
};

export const createModelBody = z.strictObject({
  provider: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/, 'Use 1 to 60 of A–Z, a–z, 0–9, ".", "_" and "-".'),
  model_id: z.string().regex(/^[^\s\p{Cc}]{1,200}$/u, 'Use 1 to 200 characters without spaces.'),
  ...facts,
});
export type ModelEntry = z.output<typeof createModelBody>;

export const patchModelBody = z.strictObject(facts);
export type ModelChange = z.output<typeof patchModelBody>;

const deployedTo = z.object({
  prompt: z.string(),
  environment: z.string(),
  version: z.int(),
  since: z.iso.datetime(),
  deployment_id: z.uuid(),
});

/** The day on which a model retires, and its source: the registry of the project, or the list that comes with Switchyard. */
const retirement = z.object({
  date: z.iso.date(),
  from: z.enum(['registry', 'list']),
  certainty: z.enum(CERTAINTIES).nullable(),
  source_url: z.string().nullable(),
  seen_on: z.iso.date().nullable(),
});

export const modelResponse = z.object({
  ...createModelBody.shape,
  prices: z.array(priceRow),
  status: z.enum(MODEL_STATUSES),
  retirement: retirement.nullable(),
  deployed_to: z.array(deployedTo),
  deployed_at: z.iso.datetime().nullable(),
  lineage: z.array(
    z.object({
      provider: z.string().nullable(),
      model_id: z.string(),
      registered: z.boolean(),
      training: trainingSchema.nullable(),
    }),
  ),
});

export const importResponse = z.object({
  format: z.enum(FILE_FORMATS),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z
    .array(z.object({ model: z.string(), path: z.string(), code: z.string(), message: z.string() }))
    .meta({ description: 'The first 100.' }),
  rejected_total: z.int(),
  unread: z
    .array(z.object({ field: z.string(), because: z.string(), models: z.int(), example: z.string() }))
    .meta({ description: 'Fields with a price that no price row can express: the 100 most frequent.' }),
  /** Prices on which the registry and the catalogues differ, that wait for a person. */
  disagreements: z.int(),
});

const leaving = z.object({
  /** Null where the deployment names no provider. */
  provider: z.string().nullable(),
  model_id: z.string(),
  status: z.enum(MODEL_STATUSES),
  date: z.iso.date(),
  days_left: z.int(),
  replacement: z.string().nullable(),
  /** False for a model that serves without being in the registry. */
  registered: z.boolean(),
  owner: z.string().nullable(),
  retirement: retirement.nullable(),
  deployed_to: z.array(deployedTo.extend({ owner: z.string() })),
});
export const deprecationsResponse = z.object({
  deprecated: z.array(leaving),
  imminent: z.array(leaving),
  upcoming: z.array(leaving),
});
