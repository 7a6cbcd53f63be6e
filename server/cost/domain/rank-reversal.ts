import { fiellerInterval, type RatioSums } from '#server/stats/ratio-of-sums.ts';
import { stratifiedRatio } from '#server/stats/stratified-ratio.ts';
import { studentTQuantile } from '#server/stats/student-t.ts';
import type { TaskMix } from './compare-variants.ts';

/** Of one kind of task: cheaper by the task and dearer by the outcome, or the other way round. Ratios are first ÷ second. */
export type Reversal = { stratum: string; perTask: number; perOutcome: number };

/** Fewest tasks on each side for a comparison. */
const TASKS_MIN = 30;

/**
 * The kinds of task for which two variants rank differently by cost per task and by cost per outcome, the largest
 * difference first. Both must be shown: the interval of the one ratio lies on one side of 1, and the intervals of the two
 * costs per outcome do not overlap on the other, each at `alpha` shared among all kinds and both questions.
 */
export function rankReversals(first: TaskMix, second: TaskMix, alpha = 0.05): Reversal[] {
  const strata = [...first.keys()].filter((name) => second.has(name));
  const each = alpha / (2 * Math.max(1, strata.length));
  const found = strata.flatMap((stratum): Reversal[] => {
    const [a, b] = [first.get(stratum)?.sums, second.get(stratum)?.sums];
    if (!a || !b || a.n < TASKS_MIN || b.n < TASKS_MIN) return [];
    const perTask = stratifiedRatio([{ weight: 1, first: byTask(a), second: byTask(b) }], each);
    const [costA, costB] = [outcomeEnds(a, each), outcomeEnds(b, each)];
    if (perTask === null || perTask.interval === null || costA === null || costB === null) return [];
    const [low, high] = perTask.interval;
    const isReversed = (high < 1 && costA.low > costB.high) || (low > 1 && costA.high < costB.low);
    const perOutcome = a.top / a.bottom / (b.top / b.bottom);
    return isReversed ? [{ stratum, perTask: perTask.ratio, perOutcome }] : [];
  });
  const size = ({ perOutcome }: Reversal) => Math.abs(Math.log(perOutcome));
  return found.toSorted((one, other) => size(other) - size(one));
}

const byTask = ({ n, top, topTop }: RatioSums): RatioSums => {
  return { n, top, bottom: n, topTop, topBottom: top, bottomBottom: n };
};

/** Fieller's interval of cost per outcome, where it has both ends. */
function outcomeEnds(sums: RatioSums, alpha: number): { low: number; high: number } | null {
  const ends = fiellerInterval(sums, studentTQuantile(1 - alpha / 2, sums.n - 1));
  return ends === null || ends[1] === null ? null : { low: ends[0], high: ends[1] };
}
