import { z } from 'zod';
import { INT_MAX } from '#server/audit/contract.ts';
import { VERDICTS } from '#server/gates/domain/verdict.ts';
import { DEFAULT_SOURCE } from '#server/projects/domain/environments.ts';
import { environmentNameSchema, modelRefSchema, nameSchema, versionNumberSchema } from '#server/prompts/contract.ts';
import { STRATEGIES } from '#server/rollouts/domain/plan.ts';
import { PROMOTION_STATUSES } from './domain/promotion-machine.ts';
import { APPOINTED_HOW, RECENT_KINDS } from './domain/recent-change.ts';

const note = z.string().max(2_000);
const reason = z.string().trim().max(2_000);

/** How traffic is to move. Only `immediate` is available; the others are understood and refused by name. */
const rollout = z.strictObject({
  strategy: z.enum(STRATEGIES),
  steps: z
    .array(z.strictObject({ percent: z.number().min(0).max(100), minutes: z.number().min(0) }))
    .max(50)
    .optional(),
  guardrails: z.looseObject({}).optional(),
});

export const createPromotionBody = z.strictObject({
  prompt: nameSchema,
  version: versionNumberSchema,
  model: modelRefSchema.optional(),
  from: environmentNameSchema.default(DEFAULT_SOURCE),
  to: environmentNameSchema,
  rollout: rollout.default({ strategy: 'immediate' }),
  note: note.default(''),
  /** Why this model, where it retires within 30 days or is gone. */
  model_reason: reason.default(''),
});
export type CreatePromotion = z.output<typeof createPromotionBody>;

/** Body of every action on a promotion; `override` belongs to approve. */
export const promotionActionBody = z.strictObject({ reason: reason.default(''), override: z.boolean().default(false) });

/** The same action from our own pages, where the revision is in the message. */
export const promotionActionInput = z.object({
  id: z.uuid(),
  revision: z.int().min(1).max(INT_MAX),
  reason: reason.default(''),
  override: z.boolean().default(false),
});
export type PromotionActionInput = z.output<typeof promotionActionInput>;

export const promotionStatusSchema = z.enum(PROMOTION_STATUSES);

const actor = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() });
const named = z.object({ id: z.string(), name: z.string() });
const instant = z.iso.datetime();
const served = z.object({
  deployment_id: z.uuid(),
  version: z.int(),
  model: z.string().nullable(),
  since: instant,
  by: actor,
});

/** A promotion in a list. */
export const promotionRowResponse = z.looseObject({
  id: z.uuid(),
  status: promotionStatusSchema,
  revision: z.int(),
  prompt: z.string(),
  version: z.int(),
  model: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  note: z.string(),
  verdict: z.enum(VERDICTS).nullable(),
  approvals_given: z.int(),
  required_approvals: z.int(),
  requested_by: actor,
  requested_at: instant,
  updated_at: instant,
});

/** Everything a reviewer needs. */
export const promotionResponse = z.looseObject({
  id: z.uuid(),
  status: promotionStatusSchema,
  revision: z.int(),
  prompt: z.string(),
  version: z.int(),
  digest: z.string(),
  variant_digest: z.string(),
  model: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  note: z.string(),
  model_reason: z.string(),
  rollout: z.looseObject({ strategy: z.string() }),
  gate: z.looseObject({ verdict: z.string() }).nullable(),
  approvals: z.array(
    z.looseObject({
      person: named,
      at: instant,
      valid: z.boolean(),
      invalid_because: z.string().nullable(),
      /** True where it counts only beside the approval of a person who weakened no rule of this promotion. */
      not_alone: z.boolean(),
      appointed: z.object({ how: z.enum(APPOINTED_HOW), at: instant, by: named, because: z.string() }).nullable(),
    }),
  ),
  required_approvals: z.int(),
  diff: z.looseObject({}).nullable(),
  serving: served.nullable(),
  baseline: served.nullable(),
  actions: z.record(z.string(), z.object({ allowed: z.boolean() }).loose()),
  barred: z.array(named.extend({ because: z.string() })),
  recent_changes: z.array(
    z.object({
      at: instant,
      kind: z.enum(RECENT_KINDS),
      title: z.string(),
      loosens: z.boolean(),
      actor,
    }),
  ),
  timeline: z.array(z.looseObject({ at: instant, kind: z.string(), title: z.string() })),
});
