import type { Outputs } from '#components/shell/trpc.ts';
import { change, money, plural, range, share, UNKNOWN } from '#components/ui/format.ts';

/** Cost per outcome as pages other than that of cost show it. */
export type Figure = NonNullable<Outputs['cost']['versionsCompared']['candidate']>;
type Comparison = NonNullable<Outputs['cost']['versionsCompared']['comparison']>;

/** `$0.0214`, `≥ $0.0214` where attempts of unknown cost are left out; a dash where there is none. */
export function figureValue(figure: Figure | null | undefined): string {
  const found = figure?.perOutcome;
  if (!found) return UNKNOWN;
  return found.bound === 'at_least' ? `≥\u00a0${money(found.ratio)}` : money(found.ratio);
}

/** `$0.0209 to $0.0220`, the 95 % interval; or why there is no figure. */
export function figureDetail(figure: Figure | null | undefined): string {
  if (!figure) return 'no task';
  const { perOutcome: found, tasks, immature, withoutOutcome, missing } = figure;
  if (tasks === 0) return `${plural(immature, 'task')}, none old enough to count`;
  if (withoutOutcome === tasks) return 'no outcome sent yet';
  if (found === null) return missing === 'no_known_cost' ? 'cost unknown' : 'no success';
  if (found.low === null) return plural(tasks, 'task');
  return found.high === null ? `from ${money(found.low)}` : range(found.low, found.high, money);
}

/** `$0.0214 per outcome ($0.0209 to $0.0220)`, or that the cost per outcome is unknown, and why. */
export function outcomeInWords(figure: Figure): string {
  const detail = figureDetail(figure);
  return figure.perOutcome === null
    ? `cost per outcome unknown: ${detail}`
    : `${figureValue(figure)} per outcome (${detail})`;
}

const REFUSED_WORDS = {
  no_common_stratum: 'they have no query type in common',
  no_success: 'no task of one side succeeded',
  cost_unknown: 'too many costs are unknown',
} as const;

/** Whether the first costs less or more an outcome than the second, by the whole interval; or why that is not known. */
export function comparedWords(comparison: Comparison): { verdict: 'less' | 'more' | 'unclear'; sentence: string } {
  if (comparison.refused !== null) {
    return { verdict: 'unclear', sentence: `Not compared: ${REFUSED_WORDS[comparison.refused]}.` };
  }
  const { ratio, interval, leftOutShare } = comparison;
  const leftOut = leftOutShare > 0 ? ` ${share(leftOutShare)} of tasks are of a query type that one side lacks.` : '';
  if (interval === null) return { verdict: 'unclear', sentence: `The difference has no interval yet.${leftOut}` };
  const ends = `${change(interval[0] - 1)} to ${change(interval[1] - 1)}`;
  const mix = `on the same mix of query types (95 %: ${ends})`;
  if (interval[1] < 1) return { verdict: 'less', sentence: `${share(1 - ratio)} less an outcome ${mix}.${leftOut}` };
  if (interval[0] > 1) return { verdict: 'more', sentence: `${share(ratio - 1)} more an outcome ${mix}.${leftOut}` };
  return { verdict: 'unclear', sentence: `No clear difference ${mix}.${leftOut}` };
}
