import { z } from 'zod';
import { VERDICTS } from '#server/gates/domain/verdict.ts';
import { nameSchema } from '#server/prompts/contract.ts';
import { CASE_RESULTS } from './domain/case-result.ts';
import { RELATIONS } from './domain/nearest.ts';

/** Failing inputs that are shown, and cases that are added, at once. */
export const CASES_MAX = 100;

export const inputsQuery = z.strictObject({
  dataset: nameSchema.optional().meta({ description: 'Left out: a golden set of the gate of the prompt.' }),
});

const oneCase = z.strictObject({
  request: z.string().min(1).max(200).meta({ description: 'A failing request of the incident.' }),
  input: z
    .record(z.string().min(1).max(200), z.unknown())
    .optional()
    .meta({ description: 'Needed where the input of the request was not stored.' }),
  expected: z.string().max(100_000).optional(),
});

export const casesBody = z.strictObject({
  dataset: nameSchema,
  category: z.string().trim().min(1).max(200).optional().meta({ description: 'Left out: incident-12 of INC-12.' }),
  cases: z.array(oneCase).min(1).max(CASES_MAX),
});
export type NewCases = z.output<typeof casesBody>;

const at = z.iso.datetime();
const failing = z.object({
  ...{ failed_requests: z.int(), failed_outcomes: z.int(), low_scores: z.int(), lowest_score: z.number().nullable() },
});

export const inputsResponse = z.object({
  dataset: z.string().nullable().meta({ description: 'Where they would go; null: name one.' }),
  datasets: z.array(z.string()),
  category: z.string(),
  needs_expected: z.boolean().meta({ description: 'The scorers compare with an expected answer.' }),
  inputs_stored: z.boolean().meta({ description: 'Whether this project keeps inputs.' }),
  failing_requests: z.int().meta({ description: 'At most 5,000 are looked at.' }),
  without_input: z.int(),
  truncated: z.boolean().meta({ description: 'There are more failing requests or inputs than these.' }),
  data: z
    .array(
      z.object({
        ...{ request: z.string(), input: z.record(z.string(), z.unknown()), requests: z.int(), failing, first_at: at },
        item: z.string().nullable().meta({ description: 'The item of the dataset that has this input already.' }),
      }),
    )
    .meta({ description: 'Each input once, the most telling first, at most 100.' }),
});

export const caseResponse = z.object({
  ...{ dataset: z.string(), dataset_version: z.int(), item: z.string(), category: z.string() },
  ...{ request: z.string(), requests: z.int(), failing, by: z.string(), at },
});

export const casesResponse = z.object({
  data: z.array(caseResponse),
  next_cursor: z.null(),
});

export const casesAddedResponse = z.object({
  ...{ dataset: z.string(), dataset_version: z.int() },
  added: z.int().meta({ description: 'New items of the dataset.' }),
  linked: z.int().meta({ description: 'Items that the dataset had already, now cases of this incident too.' }),
});

const side = z.object({
  side: z.enum(['after', 'before']).meta({ description: 'The version that went bad, and the one that served before.' }),
  ...{ dataset: z.string(), dataset_version: z.int() },
  ...{ version: z.int(), model: z.string().nullable(), run: z.uuid().nullable() },
});

export const REPLAY_STATES = ['no_cases', 'no_gate', 'waiting', 'decided'] as const;

export const replayResponse = z.object({
  state: z.enum(REPLAY_STATES),
  sentence: z.string(),
  verdict: z.enum(VERDICTS).nullable(),
  promotion: z.uuid().nullable(),
  verdict_then: z.enum(VERDICTS).nullable().meta({ description: 'Of the gate when it decided.' }),
  ...{ prompt: z.string().nullable(), dataset: z.string().nullable(), dataset_version: z.int().nullable() },
  cases: z.int(),
  runs: z.array(side).meta({ description: 'Both runs on that version of the dataset; null: not there yet.' }),
  scorers: z.array(z.looseObject({ type: z.string() })),
  at: at.nullable(),
  categories: z.array(
    z.object({
      ...{ name: z.string(), dataset: z.string(), n: z.int(), verdict: z.enum(VERDICTS) },
      ...{ baseline: z.number().nullable(), candidate: z.number().nullable() },
    }),
  ),
});

export const lessonsResponse = z.object({
  data: z
    .array(
      z.object({
        ...{ incident: z.string(), number: z.int(), title: z.string(), severity: z.int(), ended: at },
        relation: z.enum(RELATIONS),
        cases: z.array(
          z.object({
            ...{ dataset: z.string(), item: z.string(), category: z.string(), result: z.enum(CASE_RESULTS) },
            run: z.uuid().nullable(),
          }),
        ),
        ...{ passed: z.int(), failed: z.int(), not_run: z.int() },
      }),
    )
    .meta({ description: 'At most two ended incidents: same prompt, else same model, else same category.' }),
});
