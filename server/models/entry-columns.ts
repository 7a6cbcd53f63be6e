import type { model } from '#db/schema/models.ts';
import type { ModelChange } from './contract.ts';

export type ModelColumns = Partial<
  Pick<
    typeof model.$inferSelect,
    | 'displayName'
    | 'contextWindow'
    | 'maxOutputTokens'
    | 'modalities'
    | 'capabilities'
    | 'owner'
    | 'releasedAt'
    | 'deprecationDate'
    | 'retirementDate'
    | 'fallback'
    | 'baseModel'
    | 'moreBases'
    | 'baseModelRelation'
    | 'training'
    | 'evalScores'
  >
>;

/** The bases that a body names, each once; undefined where it says nothing of them. */
export function basesIn({ base_model: given }: Pick<ModelChange, 'base_model'>): string[] | undefined {
  if (given === undefined) return undefined;
  return [...new Set([given ?? []].flat())];
}

/** The columns of the fields that a body contains. Without a base there is no relation to it. */
export function columnsOf(entry: ModelChange): ModelColumns {
  const bases = basesIn(entry);
  const all = {
    displayName: entry.display_name,
    contextWindow: entry.context_window,
    maxOutputTokens: entry.max_output_tokens,
    modalities: entry.modalities,
    capabilities: entry.capabilities,
    owner: entry.owner,
    releasedAt: entry.released_at,
    deprecationDate: entry.deprecation_date,
    retirementDate: entry.retirement_date,
    fallback: entry.fallback,
    baseModel: bases && (bases[0] ?? null),
    moreBases: bases?.slice(1),
    baseModelRelation: entry.base_model_relation ?? (bases?.length === 0 ? null : entry.base_model_relation),
    training: entry.training,
    evalScores: entry.eval_scores,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
