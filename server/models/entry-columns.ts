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
    | 'training'
    | 'evalScores'
  >
>;

/** The columns of the fields that a body contains. */
export function columnsOf(entry: ModelChange): ModelColumns {
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
    baseModel: entry.base_model,
    training: entry.training,
    evalScores: entry.eval_scores,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
