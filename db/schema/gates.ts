import { doublePrecision, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { MarginKind } from '#server/evals/domain/margin.ts';
import type { GateFloors, GateLimits, GatePolicyName } from '#server/gates/domain/policy.ts';
import type { Verdict } from '#server/gates/domain/verdict.ts';
import { type ActorRecord, instant } from './columns.ts';
import { prompt, promptVersion } from './prompts.ts';

/** The policy of a prompt that differs from the default. Without a row the prompt has the default rules (`DEFAULT_GATE_RULES`) at revision 0. */
export const gatePolicy = pgTable('gate_policy', {
  promptId: uuid()
    .primaryKey()
    .references(() => prompt.id),
  projectId: integer().notNull(),
  policy: text().$type<GatePolicyName>().notNull(),
  margin: doublePrecision().notNull(),
  marginKind: text().$type<MarginKind>().notNull(),
  /** Least scores, 0..1. */
  floors: jsonb().$type<GateFloors>().notNull(),
  limits: jsonb().$type<GateLimits>().notNull(),
  datasets: text().array().notNull(),
  scorers: jsonb().$type<unknown[]>().notNull(),
  requiredApprovals: integer(),
  revision: integer().notNull(),
  updatedBy: jsonb().$type<ActorRecord>().notNull(),
  updatedAt: instant().notNull(),
});

/** A decision with everything it was decided from; append-only. */
export const gateVerdict = pgTable(
  'gate_verdict',
  {
    id: uuid().primaryKey(),
    projectId: integer().notNull(),
    promptId: uuid()
      .notNull()
      .references(() => prompt.id),
    versionId: uuid()
      .notNull()
      .references(() => promptVersion.id),
    environment: text().notNull(),
    candidateDigest: text().notNull(),
    baselineDigest: text(),
    policyRevision: integer().notNull(),
    verdict: text().$type<Verdict>().notNull(),
    reasons: text().array().notNull(),
    evidence: jsonb().$type<Record<string, unknown>>().notNull(),
    at: instant().notNull(),
  },
  (t) => [index('gate_verdict_newest').on(t.promptId, t.at.desc())],
);
