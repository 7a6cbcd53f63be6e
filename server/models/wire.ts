import type { Life } from './domain/life.ts';
import { basesOf } from './domain/lineage.ts';
import type { ModelView } from './read-models.ts';
import type { DeployedTo } from './read-served.ts';

/** Where a model serves now. */
export const deployedWire = (at: DeployedTo) => ({
  prompt: at.prompt,
  environment: at.environment,
  version: at.version,
  since: at.since.toISOString(),
  deployment_id: at.deploymentId,
});

/** The day on which a model retires and its source; null where none is known. */
export const retirementWire = ({ retirementDate, from, entry }: Life) =>
  retirementDate === null || from === null
    ? null
    : {
        date: retirementDate,
        from,
        certainty: from === 'list' ? (entry?.certainty ?? null) : null,
        source_url: from === 'list' ? (entry?.sourceUrl ?? null) : null,
        seen_on: from === 'list' ? (entry?.seenOn ?? null) : null,
      };

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
  capabilities: row.capabilities,
  owner: row.owner,
  prices: row.prices.map((price) => ({ ...price, amount: numberOf(price.amount) })),
  released_at: row.releasedAt,
  deprecation_date: row.deprecationDate,
  retirement_date: row.retirementDate,
  fallback: row.fallback,
  base_model: row.moreBases.length > 0 ? basesOf(row) : row.baseModel,
  base_model_relation: row.baseModelRelation,
  training: row.training,
  eval_scores: row.evalScores,
  status: row.status,
  retirement: retirementWire(row.life),
  deployed_to: row.deployedTo.map(deployedWire),
  deployed_at: row.deployedAt?.toISOString() ?? null,
  lineage: row.lineage.map(({ modelId, ...node }) => ({ ...node, model_id: modelId })),
});
