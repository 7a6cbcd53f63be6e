import { z } from 'zod';
import { instantSchema } from '#server/audit/contract.ts';
import { ARMS } from '#server/telemetry/event/domain/event-fields.ts';
import { ENVIRONMENT_CHARS_MAX, PROMPT_CHARS_MAX } from './domain/resolve-body.ts';
import { CHARS_MAX, CHARS_MIN, RESTRICTION_KINDS } from './domain/restriction.ts';

/** Body of `POST /api/v1/resolve`. The route guards it by hand (`resolve-body.ts`), a test holds both together. */
export const resolveBody = z.strictObject({
  prompt: z.string().min(1).max(PROMPT_CHARS_MAX),
  environment: z.string().min(1).max(ENVIRONMENT_CHARS_MAX),
  key: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

const message = z.object({ role: z.string(), content: z.string(), name: z.string().optional() });

export const resolveResponse = z.object({
  prompt: z.string(),
  version: z.int(),
  digest: z.string(),
  template: z.string().optional(),
  messages: z.array(message).optional(),
  text: z.string().optional(),
  model: z.string().nullable(),
  config: z.record(z.string(), z.unknown()),
  arm: z.enum(ARMS),
  rollout_id: z.string().nullable(),
  bucket: z.int().nullable(),
  /** Since when the model is deprecated, and the day on which it stops answering. */
  deprecation: z.iso.date().nullable(),
  sunset: z.iso.date().nullable(),
  /** Only while a responder has capped it: the most characters that the filled prompt may have. */
  max_input_chars: z.int().optional(),
  revision: z.int(),
  stale: z.boolean(),
});

const until = {
  reason: z.string().trim().min(1).max(1_000),
  ends_at: instantSchema.meta({ description: 'At most 7 days ahead.' }),
};

export const createRestrictionBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('user'),
    user: z
      .string()
      .min(1)
      .max(512)
      .meta({ description: 'The key of assignment, as the application sends it with resolve.' }),
    ...until,
  }),
  z.strictObject({
    kind: z.literal('input'),
    prompt: z.string().min(1).max(PROMPT_CHARS_MAX),
    environment: z.string().min(1).max(ENVIRONMENT_CHARS_MAX),
    max_chars: z.int().min(CHARS_MIN).max(CHARS_MAX).meta({ description: 'Of the filled prompt, UTF-16 code units.' }),
    ...until,
  }),
]);
export type RestrictionEntry = z.output<typeof createRestrictionBody>;

const actor = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() });
export const restrictionResponse = z.object({
  ...{ id: z.uuid(), kind: z.enum(RESTRICTION_KINDS), user: z.string().nullable() },
  ...{ prompt: z.string().nullable(), environment: z.string().nullable(), max_chars: z.int().nullable() },
  ...{ reason: z.string(), in_force: z.boolean(), created_by: actor },
  ...{ starts_at: z.iso.datetime(), ends_at: z.iso.datetime() },
  ...{ lifted_at: z.iso.datetime().nullable(), lifted_by: actor.nullable() },
});
