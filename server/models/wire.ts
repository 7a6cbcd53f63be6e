import type { DeployedTo, ModelView } from './read-models.ts';

/** Where a model serves now. */
export const deployedWire = (at: DeployedTo) => ({
  prompt: at.prompt,
  environment: at.environment,
  version: at.version,
  since: at.since.toISOString(),
  deployment_id: at.deploymentId,
});

/**
 * A registry entry as the edge sends it: the fields of the contract, then those that reading adds. It can be imported
 * again unchanged.
 */
export const modelWire = (row: ModelView) => ({
  provider: row.provider,
  model_id: row.modelId,
  display_name: row.displayName,
  context_window: row.contextWindow,
  max_output_tokens: row.maxOutputTokens,
  modalities: row.modalities,
  prices: row.prices.map((price) => ({
    effective_from: price.effectiveFrom.toISOString(),
    input_per_mtok: price.inputPerMtok,
    output_per_mtok: price.outputPerMtok,
    cached_input_per_mtok: price.cachedInputPerMtok,
    cache_write_per_mtok: price.cacheWritePerMtok,
  })),
  released_at: row.releasedAt,
  deprecation_date: row.deprecationDate,
  retirement_date: row.retirementDate,
  fallback: row.fallback,
  base_model: row.baseModel,
  training: row.training,
  eval_scores: row.evalScores,
  status: row.status,
  deployed_to: row.deployedTo.map(deployedWire),
  deployed_at: row.deployedAt?.toISOString() ?? null,
  lineage: row.lineage.map(({ modelId, ...node }) => ({ ...node, model_id: modelId })),
});
