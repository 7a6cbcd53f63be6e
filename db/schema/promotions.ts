import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PromotionStatus } from '#server/promotions/domain/promotion-machine.ts';
import type { StepKind } from '#server/promotions/domain/step-kind.ts';
import type { RolloutPlan } from '#server/rollouts/domain/plan.ts';
import { type ActorRecord, instant } from './columns.ts';
import { gateVerdict } from './gates.ts';
import { environment } from './projects.ts';
import { deployment, prompt, variantColumns } from './prompts.ts';

export const promotion = pgTable(
  'promotion',
  {
    id: uuid().primaryKey(),
    projectId: integer().notNull(),
    promptId: uuid()
      .notNull()
      .references(() => prompt.id),
    ...variantColumns(),
    settings: jsonb().$type<Record<string, unknown>>().notNull(),
    variantDigest: text().notNull(),
    from: text().notNull(),
    environmentId: uuid()
      .notNull()
      .references(() => environment.id),
    rollout: jsonb().$type<RolloutPlan>().notNull(),
    note: text().notNull().default(''),
    /** Why a model is asked for that retires within 30 days; empty where none was needed. */
    modelReason: text().notNull().default(''),
    status: text().$type<PromotionStatus>().notNull(),
    /** Grows with every change; stands in the `where` of each. */
    revision: integer().notNull(),
    requiredApprovals: integer().notNull(),
    gateVerdictId: uuid().references(() => gateVerdict.id),
    /** What served the target when the gate decided; null = nothing did. */
    baselineDeploymentId: uuid().references(() => deployment.id),
    deploymentId: uuid().references(() => deployment.id),
    requestedBy: jsonb().$type<ActorRecord>().notNull(),
    requestedAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('promotion_open')
      .on(t.promptId, t.environmentId)
      .where(sql`status in ('draft', 'evaluating', 'needs_evidence', 'awaiting_approval', 'rolling_out')`),
    index('promotion_newest').on(t.projectId, t.requestedAt.desc()),
  ],
);

/** A person's yes, bound to the variant and the verdict it was given for. */
export const approval = pgTable(
  'approval',
  {
    id: uuid().primaryKey(),
    promotionId: uuid()
      .notNull()
      .references(() => promotion.id),
    personId: uuid().notNull(),
    personName: text().notNull(),
    override: boolean().notNull().default(false),
    reason: text().notNull().default(''),
    variantDigest: text().notNull(),
    gateVerdictId: uuid().references(() => gateVerdict.id),
    at: instant().notNull(),
    expiresAt: instant().notNull(),
    voidedAt: instant(),
    voidedBecause: text(),
  },
  (t) => [index('approval_promotion').on(t.promotionId)],
);

/** The promotion's timeline, append-only. */
export const promotionStep = pgTable(
  'promotion_step',
  {
    id: uuid().primaryKey(),
    /** Order of writing: several steps of one transaction have the same time. */
    seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    promotionId: uuid()
      .notNull()
      .references(() => promotion.id),
    at: instant().notNull(),
    kind: text().$type<StepKind>().notNull(),
    title: text().notNull(),
    detail: text().notNull().default(''),
    actor: jsonb().$type<ActorRecord>().notNull(),
  },
  (t) => [index('promotion_step_at').on(t.promotionId, t.at)],
);
