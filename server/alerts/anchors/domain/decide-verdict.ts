import type { AlertVerdict, Severity } from '#server/alerts/domain/alert.ts';
import { logMixtureE, mixtureRho } from '#server/stats/normal-mixture.ts';
import type { JudgeReading } from './judge-shift.ts';

/** The mean score of production over the same time as the anchors' scores. In score, 0..1. */
export type ProductionDrop = {
  /** Baseline − mean. */
  drop: number;
  /** By clusters of users. Null: fewer than two. */
  standardError: number | null;
  n: number;
  /** The drop that the monitor allows. */
  limit: number;
};

export type VerdictDecision = {
  /** `unknown` is also what waits for scores of anchors. */
  verdict: AlertVerdict;
  /** More scores of anchors could tell, so a page may wait for them. */
  isWaiting: boolean;
  /** Natural logarithm of the e-value against "production has not moved". */
  logE: number | null;
  /** What is left of the drop without the judge's movement, and its standard error; null where the anchors do not say. */
  left: { drop: number; standardError: number } | null;
};

/** Both e-processes speak from 1/0.05 on: a quiet stream reaches that in at most 5 % of cases, however often one looks. */
export const SPEAKS = Math.log(20);
/**
 * Standard errors beyond which what is left of the drop is proven: one-sided 1 % above half the limit, 5 % above the limit.
 * Half the limit, not zero: of a judge that moves by less than twice the limit the anchors say little at first, and in 50
 * seeds of 6 points 4 paged for the system before the judge's e-process spoke; so none did.
 */
const HALF_Z = 2.326;
const LIMIT_Z = 1.645;
const RHO = mixtureRho(0.05, 100);

/**
 * Whether the system or its judge moved:
 *
 * | anchors | production's e-process | the judge's | left of the drop without the judge's movement | verdict |
 * | --- | --- | --- | --- | --- |
 * | none, too few, or not scored since | – | – | – | unknown; waits where only scores since are missing |
 * | scored | does not speak | – | – | none |
 * | scored | speaks | speaks | not proven above the limit | judge |
 * | scored | speaks | speaks | proven above the limit | system |
 * | scored | speaks | does not speak | proven above half the limit | system |
 * | scored | speaks | does not speak | not proven | unknown, and waits |
 *
 * Production and anchors are compared over the same time. With a steady interleave both hold the same share of scores from
 * after the change, so what is left does not depend on where in that time the change was.
 */
export function decideVerdict(production: ProductionDrop, judge: JudgeReading): VerdictDecision {
  const { drop, standardError, n, limit } = production;
  const logE = standardError === null || n === 0 ? null : logMixtureE({ z: drop / standardError, n, rho: RHO });
  if (judge.is !== 'measured' || logE === null || standardError === null) {
    return { verdict: 'unknown', isWaiting: judge.is === 'no_scores', logE, left: null };
  }
  const left = { drop: drop + judge.shift, standardError: Math.hypot(standardError, judge.standardError) };
  const decided = (verdict: AlertVerdict, isWaiting = false): VerdictDecision => ({ verdict, isWaiting, logE, left });
  if (logE < SPEAKS) return decided('none');
  const isProvenAbove = (value: number, z: number) => left.drop - value > z * left.standardError;
  if (judge.logE >= SPEAKS) return decided(isProvenAbove(limit, LIMIT_Z) ? 'system' : 'judge');
  return isProvenAbove(limit / 2, HALF_Z) ? decided('system') : decided('unknown', true);
}

/** How loud the alert is: a judge that moved wakes nobody. */
export const severityOf = (verdict: AlertVerdict, severity: Severity): Severity =>
  verdict === 'judge' ? 'ticket' : severity;

/** What may follow a verdict that stands: one that tells is not taken back for one that does not. */
export const isRevised = (before: AlertVerdict, after: AlertVerdict): boolean =>
  before !== after && (after === 'system' || after === 'judge');
