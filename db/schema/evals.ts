import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { RunStatus } from '#server/evals/domain/run-status.ts';
import type { SharedItem } from '#server/models/lineage/domain/shared-items.ts';
import { type ActorRecord, instant } from './columns.ts';
import { ownedRow, project } from './projects.ts';
import { prompt, variantColumns } from './prompts.ts';

/** A golden set. Created at version 0; each change of its items makes the next version. */
export const dataset = pgTable(
  'dataset',
  {
    ...ownedRow(),
    name: text().notNull(),
    description: text().notNull().default(''),
    version: integer().notNull().default(0),
    createdBy: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [unique('dataset_name').on(t.projectId, t.name)],
);

export const datasetVersion = pgTable(
  'dataset_version',
  {
    datasetId: uuid()
      .notNull()
      .references(() => dataset.id),
    version: integer().notNull(),
    items: integer().notNull(),
    added: integer().notNull(),
    changed: integer().notNull(),
    /** Items of this version by category, in the order of the names. */
    categories: jsonb().$type<{ name: string; items: number }[]>().notNull(),
    by: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.datasetId, t.version] })],
);

/** An item as it stood from version `validFrom` until before `validTo` (null = still). */
export const datasetItem = pgTable(
  'dataset_item',
  {
    datasetId: uuid()
      .notNull()
      .references(() => dataset.id),
    itemId: text().notNull(),
    validFrom: integer().notNull(),
    validTo: integer(),
    /** Order of first import, for a stable list. */
    position: integer().notNull(),
    input: jsonb().$type<Record<string, unknown>>().notNull(),
    expected: text(),
    category: text().notNull().default('default'),
    weight: doublePrecision().notNull().default(1),
    tags: text().array().notNull().default([]),
    cluster: text(),
    metadata: jsonb().$type<Record<string, unknown>>(),
    contentHash: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.datasetId, t.itemId, t.validFrom] }),
    index('dataset_item_position').on(t.datasetId, t.position),
  ],
);

/** Which items of a golden set a training dataset holds too: a fact of two versions, neither of which changes. */
export const datasetOverlap = pgTable(
  'dataset_overlap',
  {
    goldenId: uuid()
      .notNull()
      .references(() => dataset.id),
    goldenVersion: integer().notNull(),
    trainingId: uuid()
      .notNull()
      .references(() => dataset.id),
    trainingVersion: integer().notNull(),
    projectId: integer()
      .notNull()
      .references(() => project.id),
    goldenItems: integer().notNull(),
    shared: jsonb().$type<SharedItem[]>().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.goldenId, t.goldenVersion, t.trainingId, t.trainingVersion] }),
    index('dataset_overlap_project').on(t.projectId),
  ],
);

/** Why a golden set measures although a training dataset holds `items` of it, append-only; the newest one counts. */
export const contaminationReason = pgTable(
  'contamination_reason',
  {
    ...ownedRow(),
    goldenId: uuid()
      .notNull()
      .references(() => dataset.id),
    trainingId: uuid()
      .notNull()
      .references(() => dataset.id),
    items: text().array().notNull(),
    reason: text().notNull(),
    by: jsonb().$type<ActorRecord>().notNull(),
    at: instant().notNull(),
  },
  (t) => [index('contamination_reason_pair').on(t.projectId, t.goldenId, t.trainingId, t.at)],
);

export type StoredScore = { score: number | null; ci95: readonly [number, number] | null; n: number };
export type StoredSummary = {
  overall: StoredScore;
  categories: (StoredScore & { name: string })[];
  /** Sum of the known costs, US dollars; null where none is known. */
  costUsd: number | null;
  /** Milliseconds; null where none is known. */
  latency: { p50: number; p95: number; p99: number } | null;
};

export const evalRun = pgTable(
  'eval_run',
  {
    id: uuid().primaryKey(),
    projectId: integer().notNull(),
    promptId: uuid()
      .notNull()
      .references(() => prompt.id),
    ...variantColumns(),
    variantDigest: text().notNull(),
    datasetId: uuid()
      .notNull()
      .references(() => dataset.id),
    datasetVersion: integer().notNull(),
    scorers: jsonb().$type<unknown[]>().notNull(),
    scorersDigest: text().notNull(),
    status: text().$type<RunStatus>().notNull(),
    total: integer().notNull(),
    done: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    /** Outputs whose scoring had to be stopped, see scoring-limits.ts. */
    stops: integer().notNull().default(0),
    /** Scores, cost and latency, worked out when the last result was scored; null before. */
    summary: jsonb().$type<StoredSummary>(),
    /** Says why a failed run failed, in a public sentence. */
    error: text(),
    createdBy: jsonb().$type<ActorRecord>().notNull(),
    createdAt: instant().notNull(),
    completedAt: instant(),
  },
  (t) => [
    index('eval_run_newest').on(t.projectId, t.createdAt.desc()),
    index('eval_run_variant').on(t.variantDigest, t.datasetId, t.scorersDigest),
  ],
);

export const evalResult = pgTable(
  'eval_result',
  {
    runId: uuid()
      .notNull()
      .references(() => evalRun.id),
    itemId: text().notNull(),
    repeat: integer().notNull().default(0),
    output: text(),
    /** Infrastructure failure: the item is unresolved on this side. Failures of the model itself are scored 0. */
    error: text(),
    latencyMs: doublePrecision(),
    costUsd: doublePrecision(),
    tokensIn: integer(),
    tokensOut: integer(),
    /** Weighted mean of the scorers, 0..1; null until scored or when unresolved. */
    score: doublePrecision(),
    /** By scorer; null where a scorer could say nothing. */
    scores: jsonb().$type<Record<string, number | null>>(),
    /** Why it could not be scored, in a public sentence; null where it was, or where there is no output. */
    unscored: text(),
    /** Whether the worker has been here. */
    scored: boolean().notNull().default(false),
    contentHash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.itemId, t.repeat] })],
);
