import { count, duration } from '#components/ui/format.ts';
import type { Monitor } from './series.ts';

/** `last 6 h against the 7 days before`. */
export function driftWindowText({ now, reference }: Monitor['drift']): string {
  return `last ${duration(now.to - now.from)} against the ${duration(reference.to - reference.from)} before`;
}

/** Why nothing is said yet: never a zero, never green. */
export function littleDataText({ verdict, nReference, nNow, needed }: Monitor['drift']['drift']): string {
  if (verdict === 'baseline_missing') return 'No earlier requests to compare with.';
  if (nReference < needed.reference)
    return `${count(nReference)} of ${count(needed.reference)} earlier requests with a known length.`;
  return `${count(nNow)} of ${count(needed.now)} requests with a known length.`;
}
