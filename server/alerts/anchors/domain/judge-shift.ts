import type { Interval } from '#server/stats/interval.ts';
import { confidenceSequence, logMixtureE, mixtureRho } from '#server/stats/normal-mixture.ts';

/** Scores of one anchor: before the time in question, and since. Scores and `human` are 0..1. */
export type AnchorSums = {
  human: number;
  before: { n: number; sum: number; squares: number };
  after: { n: number; sum: number };
};

/** What the anchors say about the judge. Offsets and shifts in score (0..1), below zero is stricter. */
export type JudgeShift = {
  /** Anchors that were scored before and since, and their scores since. */
  anchors: number;
  scores: number;
  /** Mean of judge − human, since and before, over the same anchors. */
  offset: number;
  offsetBefore: number;
  /** offset − offsetBefore. */
  shift: number;
  standardError: number;
  /** 95 % confidence sequence of the shift: it covers at all looks at once. */
  interval: Interval;
  /** Natural logarithm of the e-value against "the judge has not moved". */
  logE: number;
};

/** `no_anchors`: too few that were scored often enough before; `no_scores`: too few scores since. */
export type JudgeReading = ({ is: 'measured' } & JudgeShift) | { is: 'no_anchors' } | { is: 'no_scores' };

/** Fewest anchors with a past, fewest repeats among their past scores, and fewest anchors that were scored since. */
export const ANCHORS_MIN = 10;
export const REPEATS_MIN = 20;
export const SCORED_MIN = 5;
/** No judge is taken to repeat itself more exactly than this. */
const DEVIATION_MIN = 0.01;
/** The e-process is the sharpest about here: one anchor a minute for a third of an hour. */
const RHO = mixtureRho(0.05, 20);

/**
 * Whether the judge moved: judge − human of each score since, against the mean of judge − human of the same anchor before,
 * so that what people gave and how hard an anchor is cancel. The e-value is by how exactly the judge repeated itself before
 * (with the error of each anchor's mean): that is its error while it has not moved. The interval is by the larger of that
 * and of how much the anchors differ now, as a new judge treats some harder than others.
 */
export function judgeShift(sums: readonly AnchorSums[]): JudgeReading {
  const known = sums.filter(({ before }) => before.n > 0);
  const repeats = known.reduce((total, { before }) => total + before.n - 1, 0);
  if (known.length < ANCHORS_MIN || repeats < REPEATS_MIN) return { is: 'no_anchors' };
  const scored = known.filter(({ after }) => after.n > 0);
  if (scored.length < SCORED_MIN) return { is: 'no_scores' };
  const within = known.reduce((total, { before: { n, sum, squares } }) => total + squares - (sum * sum) / n, 0);
  const variance = Math.max(DEVIATION_MIN ** 2, within / repeats);

  const scores = scored.reduce((total, { after }) => total + after.n, 0);
  let [moved, nowSum, byRepeats] = [0, 0, 0];
  for (const { human, before, after } of scored) {
    moved += after.sum - (after.n * before.sum) / before.n;
    nowSum += after.sum - after.n * human;
    byRepeats += after.n * variance + (after.n * after.n * variance) / before.n;
  }
  const shift = moved / scores;
  const spread = scored.reduce((total, { before, after }) => {
    const own = after.sum - (after.n * before.sum) / before.n - after.n * shift;
    return total + own * own;
  }, 0);
  const byAnchors = (spread * scored.length) / (scored.length - 1);
  const standardError = Math.sqrt(Math.max(byRepeats, byAnchors)) / scores;
  const offset = nowSum / scores;
  return {
    ...{ is: 'measured', anchors: scored.length, scores, offset, offsetBefore: offset - shift, shift, standardError },
    interval: confidenceSequence({ estimate: shift, standardError, n: scores, rho: RHO }),
    logE: logMixtureE({ z: (shift * scores) / Math.sqrt(byRepeats), n: scores, rho: RHO }),
  };
}
