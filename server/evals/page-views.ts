import type { ResultRow } from './runs/read-results.ts';
import type { RunView } from './runs/read-runs.ts';

/** Rows as pages show them: camelCase, with their `Date`s, without the keys of storage. */
export const resultView = ({ itemId, ...row }: ResultRow) => ({ item: itemId, ...row });

/** A run as the pages list it: scores 0..1, costs in US dollars, latencies in ms. */
export const runView = (row: RunView) => ({
  id: row.id,
  prompt: row.prompt,
  version: row.version,
  provider: row.provider,
  model: row.model,
  variantDigest: row.variantDigest,
  dataset: row.dataset,
  datasetVersion: row.datasetVersion,
  scorers: row.scorers,
  scorersDigest: row.scorersDigest,
  status: row.status,
  progress: { done: row.done, total: row.total, failed: row.failed },
  overall: row.summary?.overall ?? null,
  categories: row.summary?.categories ?? [],
  costUsd: row.summary?.costUsd ?? null,
  latency: row.summary?.latency ?? null,
  error: row.error,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  completedAt: row.completedAt,
});
