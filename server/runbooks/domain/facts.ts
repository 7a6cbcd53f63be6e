import { matchCurated } from '#server/models/deprecations/domain/curated.ts';
import { lifeOf } from '#server/models/domain/life.ts';
import { nodeOf } from '#server/models/domain/lineage.ts';
import { daysUntil } from '#server/models/domain/status.ts';

/** A registered model, as far as fallbacks need it. */
export type ModelFact = {
  provider: string;
  modelId: string;
  baseModel: string | null;
  fallback: string | null;
  deprecationDate: string | null;
  retirementDate: string | null;
};

/** Where a prompt serves, with what can be restored there. */
export type PlaceFact = {
  prompt: string;
  environment: string;
  isProtected: boolean;
  version: number;
  /** `provider/id` or a bare id; null where the calling program chooses it. */
  model: string | null;
  deploymentId: string;
  since: Date;
  /** The promotion that brought what serves, where it can be rolled back. */
  promotion: { id: string; revision: number } | null;
  /** What served before, newest first of another variant; null: nothing did. */
  before: { version: number; model: string | null } | null;
};

/** What a project has, as far as steps name it. One read for the check of all of its runbooks. */
export type Facts = {
  prompts: ReadonlySet<string>;
  environments: ReadonlySet<string>;
  places: readonly PlaceFact[];
  models: readonly ModelFact[];
  /** As sentences name them: `the project`, `prompt search/*`. */
  budgets: ReadonlySet<string>;
  /** The names of keys that are accepted. */
  keys: ReadonlySet<string>;
  /** The names of channels that are enabled. */
  channels: ReadonlySet<string>;
};

/** Why something cannot be done, with the remedy. */
export type Obstacle = { code: string; message: string };

/** How a place returns to what served before. */
export type WayBack = { via: 'promotion' | 'deployment'; version: number; model: string | null };

/**
 * A promotion is rolled back; where an environment is not protected, what served before is deployed again. What a
 * protected environment got in another way goes back by a promotion only, which people approve.
 */
export function wayBack(place: PlaceFact): WayBack | Obstacle {
  const { before, prompt, environment } = place;
  if (before === null)
    return {
      code: 'no_previous_version',
      message: `Nothing served ${prompt} in ${environment} before v${place.version}.`,
    };
  if (place.promotion !== null) return { via: 'promotion', ...before };
  if (!place.isProtected) return { via: 'deployment', ...before };
  return {
    code: 'not_by_promotion',
    message: `${environment} is protected and no promotion that can be rolled back brought v${place.version}: open a promotion of v${before.version}.`,
  };
}

/** The model that would take over at a place: `given`, else the fallback of the registry. */
export function fallbackAt(
  { model, prompt, environment }: PlaceFact,
  { given, models, now }: { given: string | undefined; models: readonly ModelFact[]; now: Date },
): { to: string } | Obstacle {
  if (model === null)
    return {
      code: 'no_model',
      message: `What serves ${prompt} in ${environment} names no model, so none can be replaced.`,
    };
  const serving = nodeOf(models, model);
  const text = given ?? serving?.fallback ?? null;
  if (text === null)
    return { code: 'no_fallback', message: `${model} has no fallback. Name one on its page in the registry.` };
  const target = nodeOf(models, text);
  if (target === null)
    return {
      code: 'fallback_missing',
      message: `The fallback ${text} is not in the registry: it was renamed or removed.`,
    };
  const to = `${target.provider}/${target.modelId}`;
  if (target === serving)
    return { code: 'fallback_serves', message: `${to} serves ${prompt} in ${environment} already.` };
  const { retirementDate } = lifeOf(target, matchCurated({ provider: target.provider, model: target.modelId }));
  if (retirementDate !== null && daysUntil(retirementDate, now) <= 0)
    return { code: 'fallback_retired', message: `The fallback ${to} retired on ${retirementDate}.` };
  return { to };
}

/** Whether a decision found why it cannot be done. */
export const isObstacle = (value: object): value is Obstacle => 'code' in value;
