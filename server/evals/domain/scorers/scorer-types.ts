/**
 * Names of the kinds of scorers. They are not in the registry, because a form that imports them would load the engines.
 */
export const SCORER_TYPES = ['equals', 'contains', 'regex', 'json_schema', 'numeric'] as const;
export type ScorerType = (typeof SCORER_TYPES)[number];
