import { z } from 'zod';
import { INT_MAX } from '#server/audit/contract.ts';
import { reasonSchema } from '#server/evals/contamination/contract.ts';
import { scorerSchema } from '#server/evals/contract.ts';
import { MARGIN_KINDS } from '#server/evals/domain/margin.ts';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { environmentNameSchema, modelRefSchema, nameSchema, versionNumberSchema } from '#server/prompts/contract.ts';
import { GATE_POLICIES } from './domain/policy.ts';
import { VERDICTS } from './domain/verdict.ts';

/** Floors by category name, 0..1; the key `overall` is the floor of the score over all items. */
const floors = z.record(z.string().min(1).max(200), z.number().min(0).max(1));
const most = z.number().positive().nullish();
/** A share of the baseline's score (relative) or points of 0..1 (absolute): 0.02 is 2 %. */
const margin = z.number().min(0).max(1);
const datasets = z.array(nameSchema).max(20);
const scorers = z.array(scorerSchema).max(20);
const requiredApprovals = z.int().min(0).max(10).nullable();
const policy = z.enum(GATE_POLICIES);
const marginKind = z.enum(MARGIN_KINDS);

/** Body of `PUT /api/v1/prompts/{name}/gate`: a field that is left out is not changed. */
export const gatePolicyBody = z.strictObject({
  policy: policy.optional(),
  margin: margin.optional(),
  margin_kind: marginKind.optional(),
  floors: floors.optional(),
  limits: z
    .strictObject({
      cost_usd_per_item_max: most,
      latency_ms_p50_max: most,
      latency_ms_p95_max: most,
      latency_ms_p99_max: most,
    })
    .optional(),
  datasets: datasets.optional(),
  scorers: scorers.optional(),
  required_approvals: requiredApprovals.optional(),
  /** Why a golden set measures although it shares items with what a model was trained on. */
  contamination_reason: reasonSchema.optional(),
  revision: z.int().min(0).max(INT_MAX).optional(),
});

/** The same message from our own pages. */
export const gatePolicyInput = z.object({
  prompt: nameSchema,
  revision: z.int().min(0).max(INT_MAX),
  policy: policy.optional(),
  margin: margin.optional(),
  marginKind: marginKind.optional(),
  floors: floors.optional(),
  limits: z
    .object({ costUsdPerItemMax: most, latencyMsP50Max: most, latencyMsP95Max: most, latencyMsP99Max: most })
    .optional(),
  datasets: datasets.optional(),
  scorers: scorers.optional(),
  requiredApprovals: requiredApprovals.optional(),
  contaminationReason: reasonSchema.optional(),
});
export type GatePolicyInput = z.output<typeof gatePolicyInput>;

export const gatePolicyResponse = z.object({
  policy,
  margin,
  margin_kind: marginKind,
  floors,
  limits: z.record(z.string(), z.number()),
  datasets: z.array(z.string()),
  scorers: z.array(z.looseObject({ type: z.string() })),
  required_approvals: requiredApprovals,
  revision: z.int(),
});

export const checkGateBody = z.strictObject({
  prompt: nameSchema,
  version: versionNumberSchema,
  model: modelRefSchema.optional(),
  environment: environmentNameSchema.default(DEFAULT_ENVIRONMENT),
  margin: margin.optional(),
  run: z.uuid().optional(),
  baseline_run: z.uuid().optional(),
});
export type CheckGateBody = z.output<typeof checkGateBody>;

const verdict = z.enum(VERDICTS);
const interval = z.tuple([z.number(), z.number()]).nullable();
const figure = z.number().nullable();

const finding = z.object({
  code: z.string(),
  verdict: verdict.exclude(['pass']),
  dataset: z.string().nullable(),
  category: z.string().nullable(),
  message: z.string(),
});

export const gateCategoryResponse = z.looseObject({
  name: z.string(),
  dataset: z.string(),
  n: z.int(),
  baseline: figure,
  candidate: figure,
  delta: figure,
  ci95: interval,
  p_adjusted: figure,
  verdict,
});

export const gateResponse = z.looseObject({
  id: z.uuid(),
  verdict,
  reasons: z.array(z.string()),
  findings: z.array(finding),
  note: z.enum(['identical', 'no_baseline']).nullable(),
  categories: z.array(gateCategoryResponse),
  needed_items: z.record(z.string(), z.int()),
});

export const compareResponse = z.looseObject({
  run: z.looseObject({ id: z.uuid() }),
  baseline: z.looseObject({ id: z.uuid() }),
  overall: z.looseObject({ n: z.int(), baseline: figure, candidate: figure, delta: figure, ci95: interval }),
  categories: z.array(gateCategoryResponse),
  items: z.array(z.looseObject({ item: z.string() })),
  next_cursor: z.string().nullable(),
});
