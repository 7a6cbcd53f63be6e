import { doublePrecision, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { type ActorRecord, instant } from './columns.ts';
import { prompt, promptVersion } from './prompts.ts';

export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** The policy of a prompt that differs from the default. No row = defaults of CONTRACT at revision 0. */
export const gatePolicy = pgTable('gate_policy', {
  promptId: uuid()
    .primaryKey()
    .references(() => prompt.id),
  projectId: integer().notNull(),
  policy: text().$type<'evidence' | 'strict' | 'literal'>().notNull(),
  margin: doublePrecision().notNull(),
  marginKind: text().$type<'relative' | 'absolute'>().notNull(),
  /** Least scores, 0..1. */
  floors: jsonb().$type<{ overall: number | null; categories: Record<string, number> }>().notNull(),
  limits: jsonb()
    .$type<{
      costUsdPerItemMax: number | null;
      latencyMsP50Max: number | null;
      latencyMsP95Max: number | null;
      latencyMsP99Max: number | null;
    }>()
    .notNull(),
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
