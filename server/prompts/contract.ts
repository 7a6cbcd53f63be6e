import { z } from 'zod';
import { instantSchema } from '#server/audit/contract.ts';
import { MESSAGE_ROLES, PROMPT_TYPES } from '#server/prompts/domain/content.ts';
import { nameProblem } from '#server/prompts/domain/name.ts';
import { DEPLOYMENT_KINDS } from '#server/prompts/domain/variant.ts';

/** A name of a prompt or dataset, see `nameProblem`. */
export const nameSchema = z.string().superRefine((name, check) => {
  const problem = nameProblem(name);
  if (problem !== null) check.addIssue({ code: 'custom', message: problem });
});

const tags = z.array(z.string().trim().min(1).max(60)).max(30);
/** `provider/id`, or a bare id. */
export const modelRefSchema = z.string().trim().min(1).max(300);
export const versionNumberSchema = z.int().min(1).max(1_000_000);
export const environmentNameSchema = z.string().min(1).max(60);

export const createPromptBody = z.strictObject({
  name: nameSchema,
  type: z.enum(PROMPT_TYPES),
  description: z.string().max(2_000).default(''),
  tags: tags.default([]),
});
export type CreatePrompt = z.output<typeof createPromptBody>;

const message = z.strictObject({
  role: z.enum(MESSAGE_ROLES),
  content: z.string().max(900_000),
  name: z.string().min(1).max(100).optional(),
});

/** Model settings: well-known ones are checked, others are stored unchanged. */
const config = z.looseObject({
  model: modelRefSchema.optional(),
  temperature: z.number().min(0).optional(),
  top_p: z.number().min(0).max(1).optional(),
  max_tokens: z.int().min(1).optional(),
  tools: z.array(z.looseObject({})).max(200).optional(),
});

export const createVersionBody = z.strictObject({
  template: z.string().min(1).max(900_000).optional(),
  messages: z.array(message).min(1).max(200).optional(),
  config: config.default({}),
  response_format: z.looseObject({}).optional(),
  message: z.string().max(2_000).default(''),
  source: z
    .strictObject({
      commit: z.string().min(1).max(200).optional(),
      path: z.string().min(1).max(1_000).optional(),
      url: z
        .url({ protocol: /^https?$/, error: 'An http or https address.' })
        .max(2_000)
        .optional(),
    })
    .optional(),
  tags: tags.default([]),
});
export type CreateVersion = z.output<typeof createVersionBody>;

export const renderBody = z.strictObject({ variables: z.record(z.string(), z.unknown()).default({}) });

export const deployBody = z.strictObject({ version: versionNumberSchema, model: modelRefSchema.optional() });
export type Deploy = z.output<typeof deployBody>;

export const importDeploymentsBody = z.strictObject({
  deployments: z
    .array(
      z.strictObject({
        environment: environmentNameSchema,
        version: versionNumberSchema,
        model: modelRefSchema.optional(),
        at: instantSchema,
        actor: z.string().trim().min(1).max(200),
      }),
    )
    .min(1)
    .max(1_000),
});
export type ImportDeployments = z.output<typeof importDeploymentsBody>;

const actor = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() });
const instant = z.iso.datetime();

export const servingResponse = z.object({
  version: z.int(),
  model: z.string().nullable(),
  since: instant,
  deployment_id: z.uuid(),
});

export const promptResponse = z.object({
  name: z.string(),
  type: z.enum(PROMPT_TYPES),
  description: z.string(),
  tags: z.array(z.string()),
  latest_version: z.int().nullable(),
  created_at: instant,
  created_by: actor,
  environments: z.record(z.string(), servingResponse.nullable()),
});

export const versionCreatedResponse = z.object({
  version: z.int(),
  digest: z.string(),
  variables: z.array(z.string()),
});

export const versionResponse = versionCreatedResponse.extend({
  type: z.enum(PROMPT_TYPES),
  template: z.string().optional(),
  messages: z.array(message).optional(),
  config: z.record(z.string(), z.unknown()),
  response_format: z.record(z.string(), z.unknown()).optional(),
  message: z.string(),
  source: z.object({ commit: z.string(), path: z.string(), url: z.string() }).partial().nullable(),
  tags: z.array(z.string()),
  author: actor,
  created_at: instant,
});

export const deploymentResponse = z.object({
  id: z.uuid(),
  environment: z.string(),
  version: z.int(),
  model: z.string().nullable(),
  variant_digest: z.string(),
  kind: z.enum(DEPLOYMENT_KINDS),
  imported: z.boolean(),
  promotion_id: z.uuid().nullable(),
  restores_id: z.uuid().nullable(),
  actor,
  since: instant,
});

export const renderResponse = z.union([z.object({ text: z.string() }), z.object({ messages: z.array(message) })]);

export const diffResponse = z.object({
  from: z.object({ version: z.int(), digest: z.string() }),
  to: z.object({ version: z.int(), digest: z.string() }),
  identical: z.boolean(),
  compared: z.boolean(),
  added: z.int(),
  removed: z.int(),
  texts: z.array(z.looseObject({ path: z.string(), op: z.string(), compared: z.boolean() })),
  settings: z.array(z.looseObject({ path: z.string(), op: z.string() })),
});
