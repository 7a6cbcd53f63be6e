import { z } from 'zod';
import { ARMS } from '#server/telemetry/event/domain/event-fields.ts';
import { ENVIRONMENT_CHARS_MAX, PROMPT_CHARS_MAX } from './domain/resolve-body.ts';

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
  revision: z.int(),
  stale: z.boolean(),
});
