import { clampInterval, type Interval } from '#server/stats/interval.ts';
import { mean } from '#server/stats/mean.ts';
import { tInterval } from '#server/stats/t-interval.ts';
import { weightedMean } from '#server/stats/weighted-mean.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';
import { distinctItems, type ScoredItem } from './scored-item.ts';

/** Score of one run (0..1), weighted by item; `null` where nothing was scored. */
export interface ScoreSummary {
  /** Scored items. */
  readonly n: number;
  readonly unresolved: number;
  readonly score: number | null;
  /** Wilson for scores of 0 and 1 of equal weight, else t on the cluster-robust standard error. */
  readonly ci95: Interval | null;
}

/** One run by itself: all items together, and by category in the order of their names. */
export interface RunSummary {
  readonly overall: ScoreSummary;
  readonly categories: readonly (ScoreSummary & { readonly name: string })[];
}

/** Sums up the scores of one run. Throws RangeError for a weight that is negative or no number. */
export function summariseScores(scored: readonly ScoredItem[]): RunSummary {
  const items = [...distinctItems(scored).items.values()];
  const byCategory = Map.groupBy(items, ({ category }) => category);
  const names = [...byCategory.keys()].toSorted();
  return {
    overall: summaryOf(items),
    categories: names.map((name) => ({ name, ...summaryOf(byCategory.get(name) ?? []) })),
  };
}

function summaryOf(items: readonly ScoredItem[]): ScoreSummary {
  const resolved = items.filter(({ scores }) => scores.length > 0);
  const unresolved = items.length - resolved.length;
  const found = weightedMean(resolved.map(({ scores, weight, cluster }) => ({ value: mean(scores), weight, cluster })));
  if (found === null) return { n: 0, unresolved, score: null, ci95: null };
  const n = resolved.length;
  const countable =
    found.groups === n &&
    resolved.every(({ scores, weight }) => {
      return scores.length === 1 && (scores[0] === 0 || scores[0] === 1) && weight === resolved[0]?.weight;
    });
  if (countable) {
    const successes = resolved.filter(({ scores }) => scores[0] === 1).length;
    return { n, unresolved, score: found.mean, ci95: wilsonInterval({ successes, n }) };
  }
  const t = found.standardError === null ? null : tInterval(found.mean, found.standardError, found.groups - 1);
  return { n, unresolved, score: found.mean, ci95: t === null ? null : clampInterval(t, 0, 1) };
}
