import { z } from 'zod';
import { INT_MAX } from '#server/audit/contract.ts';
import { RUN_STATUSES } from '#server/evals/domain/run-status.ts';
import { modelRefSchema, nameSchema, versionNumberSchema } from '#server/prompts/contract.ts';
import { SCORER_TYPES } from './domain/scorers/scorer-types.ts';

export const createDatasetBody = z.strictObject({ name: nameSchema, description: z.string().max(2_000).default('') });
export type CreateDataset = z.output<typeof createDatasetBody>;

/** Texts are kept; numbers and booleans become text, arrays and objects their JSON. With null, nothing is expected. */
const expected = z.unknown().transform((value) => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
});

/** One item of a dataset as it is sent, in any format. */
export const itemSchema = z.strictObject({
  id: z.union([z.string().min(1).max(200), z.int().transform(String)], { error: 'A text of 1 to 200 characters.' }),
  input: z.record(z.string().min(1).max(200), z.unknown()),
  expected: expected.optional(),
  category: z.string().trim().min(1).max(200).default('default'),
  weight: z.number().positive().max(1_000_000).default(1),
  tags: z.array(z.string().min(1).max(60)).max(50).default([]),
  cluster: z.string().min(1).max(200).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type Item = z.output<typeof itemSchema>;

const extract = z.strictObject({
  pattern: z.string().min(1).max(2_000),
  group: z.int().min(0).max(99).default(0),
  take: z.enum(['first', 'last']).default('first'),
  ignore_case: z.boolean().default(false),
});

/** A scorer with its defaults filled in: runs and gate policies with equal scorers have equal digests. */
export const scorerSchema = z.strictObject({
  type: z.enum(SCORER_TYPES),
  name: z.string().trim().min(1).max(60).optional(),
  value: z.union([z.string().max(100_000), z.number(), z.boolean()]).optional(),
  extract: extract.optional(),
  extract_expected: z.boolean().default(false),
  ignore_case: z.boolean().default(false),
  tolerance: z.number().min(0).optional(),
  schema: z.union([z.record(z.string(), z.unknown()), z.boolean()]).optional(),
  threshold: z.number().min(0).max(1).optional(),
  weight: z.number().positive().max(1_000_000).default(1),
  negate: z.boolean().default(false),
});
export const scorersSchema = z.array(scorerSchema).min(1).max(20);
export type Scorers = z.output<typeof scorersSchema>;

const amount = z.number().min(0);

const result = z
  .strictObject({
    item: z.union([z.string().min(1).max(200), z.int().transform(String)], {
      error: 'The id of an item of the dataset.',
    }),
    output: z.string().max(1_000_000).nullish(),
    error: z.string().max(10_000).nullish(),
    latency_ms: amount.nullish(),
    cost_usd: amount.nullish(),
    tokens_in: z.int().min(0).max(2_000_000_000).nullish(),
    tokens_out: z.int().min(0).max(2_000_000_000).nullish(),
    repeat: z.int().min(0).max(999).default(0),
  })
  .refine((value) => (value.output ?? null) !== null || (value.error ?? null) !== null, {
    path: ['output'],
    message: 'Send the output, or an error where there is none.',
  });
export type GivenResult = z.output<typeof result>;

/** What an import is about. The query may name it instead, because promptfoo's own file contains none of it. */
export const importHead = {
  prompt: nameSchema,
  version: versionNumberSchema,
  model: modelRefSchema.optional(),
  dataset: nameSchema,
  dataset_version: z.int().min(1).max(INT_MAX).optional(),
  scorers: scorersSchema,
};

export const importRunBody = z.strictObject({ ...importHead, results: z.array(result).min(1).max(200_000) });
export type ImportRun = z.output<typeof importRunBody>;

const interval = z.tuple([z.number(), z.number()]).nullable();
const score = z.object({ score: z.number().nullable(), ci95: interval, n: z.int() });
const latency = z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable();

export const runResponse = z.object({
  id: z.uuid(),
  prompt: z.string(),
  version: z.int(),
  model: z.string().nullable(),
  variant_digest: z.string(),
  dataset: z.string(),
  dataset_version: z.int(),
  scorers: z.array(z.looseObject({ type: z.string() })),
  scorers_digest: z.string(),
  status: z.enum(RUN_STATUSES),
  progress: z.object({ done: z.int(), total: z.int(), failed: z.int() }),
  overall: score.nullable(),
  categories: z.array(score.extend({ name: z.string() })),
  cost_usd: z.number().nullable(),
  latency,
  error: z.string().nullable(),
  created_by: z.looseObject({ name: z.string() }),
  created_at: z.iso.datetime(),
  completed_at: z.iso.datetime().nullable(),
});

/** A run by itself, with its score without the items that its model was trained on; null where none is known. */
export const oneRunResponse = runResponse.extend({
  without_training: score.extend({ left_out: z.int() }).nullable(),
});

export const runStartedResponse = z.object({
  id: z.uuid(),
  status: z.enum(RUN_STATUSES),
  added: z.int(),
  unchanged: z.int(),
});

export const resultResponse = z.object({
  item: z.string(),
  repeat: z.int(),
  category: z.string(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  score: z.number().nullable(),
  scores: z.record(z.string(), z.number().nullable()).nullable(),
  unscored: z.string().nullable(),
  latency_ms: z.number().nullable(),
  cost_usd: z.number().nullable(),
  tokens_in: z.int().nullable(),
  tokens_out: z.int().nullable(),
});

export const rejectedLine = z.object({
  line: z.int(),
  id: z.string().nullable(),
  path: z.string(),
  code: z.string(),
  message: z.string(),
});

export const datasetResponse = z.object({
  name: z.string(),
  description: z.string(),
  version: z.int(),
  items: z.int(),
  categories: z.array(z.object({ name: z.string(), items: z.int() })),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export const datasetDetailResponse = datasetResponse.extend({
  versions: z.array(
    z.object({
      version: z.int(),
      items: z.int(),
      added: z.int(),
      changed: z.int(),
      by: z.looseObject({ name: z.string() }),
      created_at: z.iso.datetime(),
    }),
  ),
});

export const itemResponse = z.object({
  id: z.string(),
  input: z.record(z.string(), z.unknown()),
  expected: z.string().nullable(),
  category: z.string(),
  weight: z.number(),
  tags: z.array(z.string()),
  cluster: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
});

export const itemsImportedResponse = z.object({
  version: z.int(),
  items: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  rejected: z.array(rejectedLine).meta({ description: 'The first 100.' }),
  rejected_total: z.int(),
});
