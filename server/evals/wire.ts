import { actorWire } from '#server/platform/http/actor-wire.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import type { CompareItem } from './compare/read-comparison.ts';
import type { Side } from './compare/read-sides.ts';
import type { CleanScore } from './contamination/read-clean-score.ts';
import type { DatasetView, VersionOfDataset } from './datasets/read-datasets.ts';
import type { ItemRow } from './datasets/read-items.ts';
import type { ResultRow } from './runs/read-results.ts';
import type { RunView } from './runs/read-runs.ts';

/** Rows as the edge sends them: snake_case, times as RFC 3339, models as `provider/id`. */
export const datasetWire = (row: DatasetView) => ({
  name: row.name,
  description: row.description,
  version: row.version,
  items: row.items,
  categories: row.categories,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** One version of a dataset: how many items it has, and how many its import added and changed. */
export const datasetVersionWire = (row: VersionOfDataset) => ({
  version: row.version,
  items: row.items,
  added: row.added,
  changed: row.changed,
  by: actorWire(row.by),
  created_at: row.createdAt.toISOString(),
});

/** One item of a dataset version. */
export const itemWire = (row: ItemRow) => ({
  id: row.itemId,
  input: row.input,
  expected: row.expected,
  category: row.category,
  weight: row.weight,
  tags: row.tags,
  cluster: row.cluster,
  metadata: row.metadata,
});

/** The score of a run without what its model was trained on. */
export const cleanScoreWire = ({ leftOut, ...score }: CleanScore) => ({ ...score, left_out: leftOut });

/** A run with its progress, scores 0..1 by category, cost in US dollars and latency in ms. */
export const runWire = (row: RunView) => ({
  id: row.id,
  prompt: row.prompt,
  version: row.version,
  model: modelText(row),
  variant_digest: row.variantDigest,
  dataset: row.dataset,
  dataset_version: row.datasetVersion,
  scorers: row.scorers,
  scorers_digest: row.scorersDigest,
  status: row.status,
  progress: { done: row.done, total: row.total, failed: row.failed },
  overall: row.summary?.overall ?? null,
  categories: row.summary?.categories ?? [],
  cost_usd: row.summary?.costUsd ?? null,
  latency: row.summary?.latency ?? null,
  error: row.error,
  created_by: actorWire(row.createdBy),
  created_at: row.createdAt.toISOString(),
  completed_at: row.completedAt?.toISOString() ?? null,
});

/**
 * A run's answer to one item, and its score 0..1; null where it could not be scored, and `unscored` gives the reason.
 */
export const resultWire = (row: ResultRow) => ({
  item: row.itemId,
  repeat: row.repeat,
  category: row.category,
  output: row.output,
  error: row.error,
  score: row.score,
  scores: row.scores,
  unscored: row.unscored,
  latency_ms: row.latencyMs,
  cost_usd: row.costUsd,
  tokens_in: row.tokensIn,
  tokens_out: row.tokensOut,
});

const sideWire = (side: Side) => ({
  score: side.score,
  output: side.output,
  error: side.error,
  scores: side.scores,
  repeats: side.repeats,
  latency_ms: side.latencyMs,
  cost_usd: side.costUsd,
});

/** One row of `items` in the response of the compare route. */
export const compareItemWire = (row: CompareItem) => ({
  ...row,
  baseline: sideWire(row.baseline),
  candidate: sideWire(row.candidate),
});
