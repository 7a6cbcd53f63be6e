import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { binomialTail } from '#server/stats/binomial-tail.ts';
import { isAbove } from '#server/stats/threshold.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';
import { highestUsual, shareLimit } from './monitors/outcome.ts';
import type { Evidence } from './reading.ts';

/** Feedback that came in one hour (its start in ms), and how much of it was negative. */
export type FeedbackCount = { hour: number; n: number; negative: number };

/** What is usual is the seven days before the last one. */
export const FEEDBACK_REACHES_MS = 8 * DAY_MS;
/** The window widens until it holds `NEEDED`. In hours. */
const WINDOWS = [1, 6, 24] as const;
const NEEDED = 20;
const BASELINE_NEEDED = 50;
/** Times the usual share that is too much, and the chance below which it is not put down to luck. */
const TIMES = 1.5;
const P = 0.001;

const sumOf = (counts: readonly FeedbackCount[], from: number, to: number) => {
  let [n, negative] = [0, 0];
  for (const one of counts) {
    if (one.hour < from || one.hour >= to) continue;
    n += one.n;
    negative += one.negative;
  }
  return { n, negative };
};

/**
 * Whether the share of negative feedback is above 1.5 times that of the week before, and not by chance: the evidence, or null.
 * Of the running hour and the 1, 6 or 24 before it, the first span with 20 answers decides; a week with fewer than 50 says
 * nothing.
 */
export function judgeFeedback(counts: readonly FeedbackCount[], now: number): Evidence | null {
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const usual = sumOf(counts, hour - FEEDBACK_REACHES_MS, hour - DAY_MS);
  if (usual.n < BASELINE_NEEDED) return null;
  for (const back of WINDOWS) {
    const { n, negative } = sumOf(counts, hour - back * HOUR_MS, Number.POSITIVE_INFINITY);
    if (n < NEEDED) continue;
    const baseline = (usual.negative + 0.5) / (usual.n + 1);
    const limit = shareLimit(highestUsual({ value: baseline, n: usual.n, from: 'same_hours' }), TIMES);
    if (!isAbove(negative / n, limit)) return null;
    const p = binomialTail({ successes: negative, n }, limit);
    if (p >= P) return null;
    const [low, high] = wilsonInterval({ successes: negative, n }) ?? [0, 1];
    return {
      ...{ method: 'negative feedback against the week before, binomial tail', limit: TIMES, n, needed: NEEDED, p },
      ...{ value: negative / n / baseline, measured: negative / n, windowMin: (back + 1) * 60 },
      ...{ baseline, baselineN: usual.n, interval: [low / baseline, high / baseline] },
    };
  }
  return null;
}
