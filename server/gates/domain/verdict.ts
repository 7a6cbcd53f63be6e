/** Only `pass` lets anything advance by itself, only `fail` is final; `inconclusive` waits for evidence or a person. */
export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** The worst of several verdicts decides: fail, then inconclusive, then pass. No verdict at all is inconclusive. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}
