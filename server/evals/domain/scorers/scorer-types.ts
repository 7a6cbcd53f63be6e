/** Names of the kinds of scorers. Apart from the registry, so that a form does not load the engines. */
export const SCORER_TYPES = ['equals', 'contains', 'regex', 'json_schema', 'numeric'] as const;
export type ScorerType = (typeof SCORER_TYPES)[number];
