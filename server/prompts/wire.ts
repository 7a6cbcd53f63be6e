import { actorWire } from '#server/platform/http/actor-wire.ts';
import { modelText } from './domain/variant.ts';
import type { PromptRow } from './find-prompt.ts';
import type { VersionRow } from './find-version.ts';
import type { HistoryRow } from './read-deployments.ts';
import type { PromptListRow } from './read-prompts.ts';
import type { DeploymentRow, ServingRow } from './read-serving.ts';

/** Rows as the edge sends them: snake_case, times as RFC 3339, models as `provider/id`. */
export const servingWire = (row: ServingRow) => ({
  version: row.version,
  model: modelText(row),
  since: row.since.toISOString(),
  deployment_id: row.deploymentId,
});

/** A prompt with what serves in each environment; null where nothing serves. */
export const promptWire = (row: PromptListRow) => ({
  name: row.name,
  type: row.type,
  description: row.description,
  tags: row.tags,
  latest_version: row.latestVersion,
  created_at: row.createdAt.toISOString(),
  created_by: actorWire(row.createdBy),
  environments: Object.fromEntries(
    Object.entries(row.environments).map(([name, lane]) => [name, lane === null ? null : servingWire(lane)]),
  ),
});

/** One immutable version, with its content. */
export const versionWire = (prompt: Pick<PromptRow, 'type'>, row: VersionRow) => ({
  version: row.number,
  digest: row.digest,
  type: prompt.type,
  ...(row.messages === null ? { template: row.template } : { messages: row.messages }),
  config: row.config,
  ...(row.responseFormat === null ? {} : { response_format: row.responseFormat }),
  variables: row.variables,
  message: row.message,
  source: row.source,
  tags: row.tags,
  author: actorWire(row.author),
  created_at: row.createdAt.toISOString(),
});

/** One entry of the history of what served. */
export const deploymentWire = (row: DeploymentRow & Pick<HistoryRow, 'environment'>) => ({
  id: row.id,
  environment: row.environment,
  version: row.version,
  model: modelText(row),
  variant_digest: row.variantDigest,
  kind: row.kind,
  imported: row.kind === 'imported',
  promotion_id: row.promotionId,
  restores_id: row.restoresId,
  actor: actorWire(row.actor),
  since: row.since.toISOString(),
});
