/**
 * Only `pass` lets a promotion advance without a person, and only `fail` is final; `inconclusive` waits for evidence or
 * an approver.
 */
export const VERDICTS = ['pass', 'fail', 'inconclusive'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The worst of several verdicts decides: fail, then inconclusive, then pass. No verdict at all is inconclusive. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}
