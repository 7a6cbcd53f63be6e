/** Whether the promoted version passes a case now. What has no score is `not_run`, never passed. */
export const CASE_RESULTS = ['passed', 'failed', 'not_run'] as const;
export type CaseResult = (typeof CASE_RESULTS)[number];

/** A case passes where every answer to it was entirely right (score 1); null: an answer without a score. */
export function caseResult(scores: readonly (number | null)[]): CaseResult {
  if (scores.some((score) => score !== null && score < 1)) return 'failed';
  return scores.length === 0 || scores.includes(null) ? 'not_run' : 'passed';
}
