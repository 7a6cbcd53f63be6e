import type { Verdict } from './verdict.ts';

/** Why a verdict is not a pass. The first six report missing evidence; other programs rely on them. */
export type ReasonCode =
  | 'candidate_missing'
  | 'baseline_missing'
  | 'no_golden_set'
  | 'too_few'
  | 'unresolved'
  | 'not_comparable'
  | 'drop'
  | 'drop_unconfirmed'
  | 'repeats_needed'
  | 'unproven'
  | 'below_floor'
  | 'floor_unmeasured'
  | 'over_limit'
  | 'limit_unmeasured';

/**
 * One reason, for programs (`code`) and people (`sentence`: names what it is about, and the remedy where there is one).
 */
export interface GateReason {
  readonly code: ReasonCode;
  readonly verdict: Exclude<Verdict, 'pass'>;
  readonly dataset: string | null;
  readonly category: string | null;
  readonly sentence: string;
}

/** A share as a percentage: 0.8664 is "86.6 %". */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** A difference of shares in points, without its sign: −0.0312 is "3.1 points". */
export function points(difference: number): string {
  return `${Math.abs(difference * 100).toFixed(1)} points`;
}
