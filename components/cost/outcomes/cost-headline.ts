import { count, money, percent, plural, share } from '#components/ui/format.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import type { COST_RANGES } from '#server/cost/domain/grouping.ts';
import { type CostPage, fullName, SUCCESS_WORDS } from './cost-words.ts';

type Facts = Pick<
  CostPage,
  | 'total'
  | 'change'
  | 'comparisons'
  | 'groups'
  | 'queryTypes'
  | 'noTask'
  | 'settlingHours'
  | 'horizonMs'
  | 'withoutOutcome'
>;
export type CostRange = (typeof COST_RANGES)[number];

/** The horizon in words: `a day`, `6 hours`. */
function age(horizonMs: number): string {
  const hours = horizonMs / 3_600_000;
  if (hours % 24 !== 0) return hours === 1 ? 'an hour' : `${hours} hours`;
  return hours === 24 ? 'a day' : `${hours / 24} days`;
}

/** The length of a range in words. */
export const NOW: Readonly<Record<CostRange, string>> = { '7d': '7 days', '30d': '30 days', '90d': '90 days' };

const BEFORE: Readonly<Record<CostRange, string>> = {
  '7d': 'the week before',
  '30d': 'the 30 days before',
  '90d': 'the 90 days before',
};

/** The first sentence of the page: a reversal of the price list's order, else the cost of a successful answer. */
export function costHeadline(facts: Facts, range: CostRange): string {
  return reversal(facts) ?? figure(facts, range);
}

/** Two variants that rank one way by task and the other way by outcome. */
function reversal({ comparisons, groups, queryTypes }: Facts): string | null {
  const found = comparisons
    .flatMap(({ key, baseline, reversals }) => reversals.map((each) => ({ key, baseline, ...each })))
    .toSorted((a, b) => Math.abs(Math.log(b.perOutcome)) - Math.abs(Math.log(a.perOutcome)))[0];
  if (found === undefined) return null;
  const isCheapByTask = found.perTask < 1;
  const nameOf = (wanted: string) => {
    const group = groups.find(({ key }) => key === wanted);
    return group === undefined ? 'another' : fullName(group);
  };
  const [cheap, dear] = isCheapByTask ? [found.key, found.baseline] : [found.baseline, found.key];
  const [perTask, perOutcome] = isCheapByTask
    ? [found.perTask, found.perOutcome]
    : [1 / found.perTask, 1 / found.perOutcome];
  const kind = queryTypes.get(found.stratum) ?? null;
  return (
    `${kind === null ? 'A task' : `A task of ${kind}`} costs ${share(1 - perTask)} less with ${nameOf(cheap)} ` +
    `than with ${nameOf(dear)}, but a successful answer costs ${share(perOutcome - 1)} more.`
  );
}

/** With more hours than these still to be summed the figure is one of a part, and compares with nothing. */
const SETTLING_HOURS_MAX = 24;

function figure({ total, change, settlingHours, horizonMs }: Facts, range: CostRange): string {
  const isPart = settlingHours > SETTLING_HOURS_MAX;
  if (isPart && (total?.perOutcome ?? null) === null)
    return `Tasks are still being added up: ${plural(settlingHours, 'hour')} left.`;
  if (total === null || total.tasks + total.immature === 0) return 'No task started in this range.';
  if (total.tasks === 0)
    return `No task is old enough yet: ${plural(total.immature, 'task')} began within ${age(horizonMs)}.`;
  const tasks = plural(total.tasks, 'task');
  if (total.perOutcome === null) {
    if (total.missing === 'no_known_cost')
      return 'What a successful answer costs is unknown: no attempt has a known cost.';
    return total.spentPico === 0n && total.unknownCostAttempts > 0
      ? `No task is known to have succeeded, and what ${tasks} cost is unknown.`
      : `No task is known to have succeeded: ${money(dollarsOf(total.spentPico))} went into ${tasks}.`;
  }
  const atLeast = total.perOutcome.bound === 'at_least' ? 'at least ' : '';
  const costs = `A successful answer costs ${atLeast}${money(total.perOutcome.ratio)}`;
  if (isPart) return `${costs} so far; still being added up: ${plural(settlingHours, 'hour')}.`;
  return `${costs}${changed(change, range)}.`;
}

/** The change, where its interval excludes none. */
function changed(change: CostPage['change'], range: CostRange): string {
  if (change === null) return `; ${BEFORE[range]} had no task to compare with`;
  if (change.refused === 'cost_unknown') return `; too many costs are unknown to compare it with ${BEFORE[range]}`;
  if (change.refused !== null || change.interval === null) return `; it cannot be compared with ${BEFORE[range]}`;
  const [low, high] = change.interval;
  if (high < 1) return `, ${share(1 - change.ratio)} less than in ${BEFORE[range]}`;
  if (low > 1) return `, ${share(change.ratio - 1)} more than in ${BEFORE[range]}`;
  return `; a difference from ${BEFORE[range]} is not shown (${share(low - 1)} to +${share(high - 1)})`;
}

/** The line below the headline: which tasks count, and what is not in the figure. */
export function costEvidence(
  { total, noTask, settlingHours, horizonMs, withoutOutcome }: Facts,
  successBy: keyof typeof SUCCESS_WORDS,
): string {
  const words = [
    total === null || total.tasks === 0 ? '' : `${plural(total.tasks, 'task')}, ${age(horizonMs)} old and older`,
    `success by ${SUCCESS_WORDS[successBy]}`,
    total !== null && total.withoutOutcome > 0
      ? `counted as failed without one: ${count(total.withoutOutcome)} (${percent(total.withoutOutcome / total.tasks)})`
      : '',
    withoutOutcome === 'excluded' ? 'tasks without one are left out' : '',
    total !== null && total.immature > 0 ? `counted apart: ${count(total.immature)} younger` : '',
    total !== null && total.unknownCostAttempts > 0
      ? `in no sum: ${plural(total.unknownCostAttempts, 'attempt')} of unknown cost`
      : '',
    ...noTask.map(
      ({ kind, amountPico }) =>
        `${money(dollarsOf(amountPico))} of ${KIND_WORDS[kind]} belong to no task and are in no figure`,
    ),
    settlingHours > 0 ? `still being added up: ${plural(settlingHours, 'hour')}` : '',
  ];
  return `${words.filter(Boolean).join(' · ')}.`;
}

/** The names of costs that are not LLM calls. */
export const KIND_WORDS = { tool: 'tools', human: 'people', infrastructure: 'infrastructure' } as const;
