import { type Margin, marginPoints } from '#server/evals/domain/margin.ts';
import { holmAdjusted } from '#server/stats/holm.ts';
import type { Interval } from '#server/stats/interval.ts';
import type { RatioSums } from '#server/stats/ratio-of-sums.ts';
import { stratifiedRatio } from '#server/stats/stratified-ratio.ts';
import { type DiscordantPairs, tangoNonInferiorityP } from '#server/stats/tango.ts';

/** Mature tasks by query type: sums of cost against success, and those of unknown cost. */
export type TaskMix = ReadonlyMap<string, { sums: RatioSums; unknownCost: number }>;

/** Why two groups are not compared. */
export const NOT_COMPARED = ['no_common_stratum', 'no_success', 'cost_unknown'] as const;

export type CostComparison =
  | { refused: (typeof NOT_COMPARED)[number]; onlyFirst: string[]; onlySecond: string[] }
  | {
      refused: null;
      /** Dollars per outcome on the common mix, which differs from each side's own figure. */
      first: number;
      second: number;
      /** first ÷ second with its 95 % interval. */
      ratio: number;
      interval: Interval | null;
      strata: string[];
      /**
       * Strata with tasks on one side alone (or a single task on a side): left out of the figures, and named with their
       * share of all tasks.
       */
      onlyFirst: string[];
      onlySecond: string[];
      leftOutShare: number;
    };

const STRATUM_TASKS_MIN = 2;
/** With a larger share of tasks of unknown cost on a side, the missing costs alone could cause a difference. */
const UNKNOWN_SHARE_MAX = 0.02;

/**
 * Cost per outcome of two variants on the same mix of tasks: each stratum that both have is weighted by its share of
 * both sides' tasks. So a variant that got the easy questions does not appear cheaper.
 */
export function compareCosts(first: TaskMix, second: TaskMix): CostComparison {
  const enough = (side: TaskMix, name: string) => (side.get(name)?.sums.n ?? 0) >= STRATUM_TASKS_MIN;
  const names = [...new Set([...first.keys(), ...second.keys()])].sort();
  const both = names.filter((name) => enough(first, name) && enough(second, name));
  const onlyFirst = names.filter((name) => enough(first, name) && !enough(second, name));
  const onlySecond = names.filter((name) => !enough(first, name) && !both.includes(name));
  const strata = both.flatMap((name) => {
    const [a, b] = [first.get(name), second.get(name)];
    return a && b ? [{ weight: a.sums.n + b.sums.n, first: a.sums, second: b.sums }] : [];
  });
  if (strata.length === 0) return { refused: 'no_common_stratum', onlyFirst, onlySecond };
  if ([first, second].some((side) => unknownShare(side, both) > UNKNOWN_SHARE_MAX)) {
    return { refused: 'cost_unknown', onlyFirst, onlySecond };
  }
  const found = stratifiedRatio(strata);
  if (found === null) return { refused: 'no_success', onlyFirst, onlySecond };
  const all = tasksIn(first, names) + tasksIn(second, names);
  const leftOutShare = 1 - (tasksIn(first, both) + tasksIn(second, both)) / all;
  return { refused: null, ...found, strata: both, onlyFirst, onlySecond, leftOutShare };
}

const tasksIn = (side: TaskMix, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + (side.get(name)?.sums.n ?? 0), 0);

const unknownShare = (side: TaskMix, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + (side.get(name)?.unknownCost ?? 0), 0) / tasksIn(side, names);

/** A candidate compared with what serves: its cost on the same mix, and its results on the same items by category. */
export type Candidate = {
  name: string;
  cost: CostComparison;
  /** By category, candidate against what serves; empty where both answered no item in common. */
  pairs: readonly (DiscordantPairs & { category: string; baselineRight: number })[];
};

export type CandidateVerdict =
  | { name: string; verdict: 'cheaper_not_worse'; costRatio: number; pAdjusted: number }
  | { name: string; verdict: 'not_proven_cheaper' | 'not_compared' }
  | { name: string; verdict: 'not_proven_as_good'; categories: string[]; pAdjusted: number }
  | { name: string; verdict: 'no_paired_quality' };

/**
 * The cheapest candidate that is not worse: every category is proven by Tango's score test within the margin, which is of
 * the baseline's own score there or of the whole scale (all must hold, so a candidate's p is its largest), with Holm's correction over the candidates, and its cost is below that of
 * what serves with the whole interval. `null`: keep what serves.
 */
export function cheapestNotWorse(
  candidates: readonly Candidate[],
  { alpha, ...margin }: Margin & { alpha: number },
): { cheapest: string | null; candidates: CandidateVerdict[] } {
  const byCategory = candidates.map(({ pairs }) =>
    pairs.map((each) => tangoNonInferiorityP(each, marginPoints(margin, each.baselineRight / each.n))),
  );
  const adjusted = holmAdjusted(byCategory.map((ps) => (ps.length === 0 ? 1 : Math.max(...ps))));
  const verdicts = candidates.map(({ name, cost, pairs }, i): CandidateVerdict => {
    const pAdjusted = adjusted[i] ?? 1;
    if (pairs.length === 0) return { name, verdict: 'no_paired_quality' };
    if (pAdjusted > alpha) {
      const worst = byCategory[i] ?? [];
      const open = pairs.filter((_, k) => (worst[k] ?? 1) > alpha / candidates.length);
      return { name, verdict: 'not_proven_as_good', categories: open.map(({ category }) => category), pAdjusted };
    }
    if (cost.refused !== null) return { name, verdict: 'not_compared' };
    if (cost.interval === null || cost.interval[1] >= 1) return { name, verdict: 'not_proven_cheaper' };
    return { name, verdict: 'cheaper_not_worse', costRatio: cost.ratio, pAdjusted };
  });
  const good = verdicts.filter((each) => each.verdict === 'cheaper_not_worse');
  const [cheapest] = good.toSorted((a, b) => a.costRatio - b.costRatio);
  return { cheapest: cheapest?.name ?? null, candidates: verdicts };
}
