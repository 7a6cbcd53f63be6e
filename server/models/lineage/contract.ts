import { z } from 'zod';
import { trainingSchema } from '#server/models/contract.ts';
import { BASE_RELATIONS, NODE_KINDS, RELATIONS } from './domain/walk.ts';

/** The id of a node, such as `dataset:tickets@4` or `model:acme/base`. */
export const nodeIdSchema = z.string().min(1).max(700);

/** The fields that its kind has; the others are left out. */
const node = z.object({
  id: z.string(),
  kind: z.enum(NODE_KINDS),
  dataset: z.string().optional(),
  dataset_version: z.string().nullable().optional(),
  provider: z.string().nullable().optional(),
  model_id: z.string().optional(),
  registered: z.boolean().optional(),
  display_name: z.string().nullable().optional(),
  owner: z.string().nullable().optional(),
  base_model_relation: z.enum(BASE_RELATIONS).nullable().optional(),
  training: trainingSchema.nullable().optional(),
  prompt: z.string().optional(),
  version: z.int().optional(),
  environment: z.string().optional(),
  since: z.iso.datetime().optional(),
});
export type NodeWire = z.output<typeof node>;

export const lineageResponse = z.object({
  nodes: z.array(node),
  edges: z.array(z.object({ from: z.string(), to: z.string(), relation: z.enum(RELATIONS) })),
  left_out: z.int().meta({ description: 'Nodes beyond the limit of one graph.' }),
});

const touched = z.object({ id: z.string(), kind: z.enum(NODE_KINDS), from: z.string() });
export const walkResponse = z.object({
  touched: z.array(touched),
  serving: z.array(touched.extend({ path: z.array(z.string()) })),
});

const facets = z.record(z.string(), z.looseObject({}));
const dataset = z.looseObject({
  namespace: z.string().min(1).max(1_000),
  name: z.string().min(1).max(1_000),
  facets: facets.optional(),
});
export type OpenDataset = z.output<typeof dataset>;

/** A run event of OpenLineage 2-0-2, as far as it is read here; all else in it is ignored. */
export const runEvent = z.looseObject({
  eventType: z.enum(['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER']).optional(),
  eventTime: z.string(),
  run: z.looseObject({ runId: z.string(), facets: facets.optional() }),
  job: z.looseObject({ namespace: z.string(), name: z.string() }),
  inputs: z.array(dataset).max(1_000).default([]),
  outputs: z.array(dataset).max(1_000).default([]),
});
export type RunEvent = z.output<typeof runEvent>;

export const importLineageBody = z.strictObject({ events: z.array(runEvent).min(1).max(10_000) });
export const exportLineageResponse = z.object({ events: z.array(runEvent) });
export const importLineageResponse = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  passed_over: z.int().meta({ description: 'Events that say nothing of how a model was made.' }),
});
