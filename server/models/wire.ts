import type { DeployedTo, ModelView } from './read-models.ts';

/** Where a model serves now. */
export const deployedWire = (at: DeployedTo) => ({
  prompt: at.prompt,
  environment: at.environment,
  version: at.version,
  since: at.since.toISOString(),
  deployment_id: at.deploymentId,
});

/** Money is a JSON number; one of more digits than a double holds stays text, as prices are exact. */
const numberOf = (amount: string): number | string =>
  amount.replaceAll(/[.]|^0+/g, '').length <= 15 ? Number(amount) : amount;

/** A registry entry as the edge sends it: the fields of the contract, then what reading adds. It can be imported again as it is. */
export const modelWire = (row: ModelView) => ({
  provider: row.provider,
  model_id: row.modelId,
  display_name: row.displayName,
  context_window: row.contextWindow,
  max_output_tokens: row.maxOutputTokens,
  modalities: row.modalities,
  prices: row.prices.map((price) => ({ ...price, amount: numberOf(price.amount) })),
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
