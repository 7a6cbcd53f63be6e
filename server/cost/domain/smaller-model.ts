import { type Margin, marginPoints } from '#server/evals/domain/margin.ts';
import { holmAdjusted } from '#server/stats/holm.ts';
import type { Interval } from '#server/stats/interval.ts';
import { mcnemarExactP } from '#server/stats/mcnemar.ts';
import { normalQuantile } from '#server/stats/normal.ts';
import { tangoInterval, tangoNonInferiorityP } from '#server/stats/tango.ts';

/** One question that both models answered, with the cost of each answer in 10⁻¹² dollars, by its own token counts. */
export type AnsweredTwice = {
  category: string;
  smallRight: boolean;
  largeRight: boolean;
  smallPico: bigint;
  largePico: bigint;
};

/**
 * `not_worse`: proven within the margin; `worse`: proven worse; `unclear`: neither; `too_thin`: so few pairs prove
 * nothing, even if none differs.
 */
export const SUBSET_VERDICTS = ['not_worse', 'worse', 'unclear', 'too_thin'] as const;
export type SubsetVerdict = (typeof SUBSET_VERDICTS)[number];

export type SubsetCategory = {
  category: string;
  n: number;
  smallOnly: number;
  largeOnly: number;
  /** Share right, small − large. */
  difference: number;
  /** Two-sided 95 % score interval of this category alone, for display; `pAdjusted` decides the verdict. */
  interval: Interval | null;
  pAdjusted: number;
  verdict: SubsetVerdict;
  /** What these pairs would have saved with the small model; negative where it costs more. */
  savedPico: bigint;
};

export type SmallerModel =
  | { refused: 'too_few_pairs'; pairs: number; pairsMin: number }
  | {
      refused: null;
      categories: SubsetCategory[];
      move: string[];
      /** Saved over the categories to move; `largePico` is what all pairs cost with the large model. */
      savedPico: bigint;
      largePico: bigint;
    };

export type SubsetRules = Margin & { alpha: number };

/** Fewer pairs than this prove nothing about another model, whatever the technique. */
export const PAIRS_MIN = 200;

/** Pairs (≥ 1) below which the score test cannot prove `margin` (in points, 0..1) at `alpha`, even if none differs: z² (1 − m) / m. */
export function pairsNeededAtBest({ margin, alpha }: { margin: number; alpha: number }): number {
  const z = normalQuantile(1 - alpha);
  return Math.floor((z * z * (1 - margin)) / margin) + 1;
}

/**
 * For which categories the smaller model may answer: those where it is proven not worse within the margin, which is of the
 * large model's own share right in each, by Tango's score test at `alpha`, with Holm's correction over all categories, thin ones included. Quality comes from
 * pairs only: two models that answered different questions are not compared here.
 */
export function smallerModelForSubset(answers: readonly AnsweredTwice[], rules: SubsetRules): SmallerModel {
  if (answers.length < PAIRS_MIN) return { refused: 'too_few_pairs', pairs: answers.length, pairsMin: PAIRS_MIN };
  const counted = [...Map.groupBy(answers, ({ category }) => category)].map(([category, own]) => {
    const found = count(category, own);
    return { ...found, marginPoints: marginPoints(rules, found.largeRight / found.n) };
  });
  const notWorse = holmAdjusted(counted.map((pairs) => tangoNonInferiorityP(pairs, pairs.marginPoints)));
  const differs = holmAdjusted(counted.map((pairs) => mcnemarExactP(pairs.candidateOnly, pairs.baselineOnly)));
  const categories = counted.map((pairs, i): SubsetCategory => {
    const { category, n, candidateOnly, baselineOnly, savedPico } = pairs;
    const pAdjusted = notWorse[i] ?? 1;
    const enough = pairsNeededAtBest({ margin: pairs.marginPoints, alpha: rules.alpha });
    const isWorse = baselineOnly > candidateOnly && (differs[i] ?? 1) <= rules.alpha;
    const open: SubsetVerdict = n < enough ? 'too_thin' : 'unclear';
    const verdict = pAdjusted <= rules.alpha && n >= enough ? 'not_worse' : isWorse ? 'worse' : open;
    const difference = (candidateOnly - baselineOnly) / n;
    const interval = tangoInterval(pairs);
    return {
      category,
      n,
      smallOnly: candidateOnly,
      largeOnly: baselineOnly,
      difference,
      interval,
      pAdjusted,
      verdict,
      savedPico,
    };
  });
  const moved = categories.filter(({ verdict, savedPico }) => verdict === 'not_worse' && savedPico > 0n);
  return {
    refused: null,
    categories,
    move: moved.map(({ category }) => category),
    savedPico: moved.reduce((sum, { savedPico }) => sum + savedPico, 0n),
    largePico: answers.reduce((sum, { largePico }) => sum + largePico, 0n),
  };
}

function count(category: string, answers: readonly AnsweredTwice[]) {
  let candidateOnly = 0;
  let baselineOnly = 0;
  let savedPico = 0n;
  let large = 0;
  for (const { smallRight, largeRight, smallPico, largePico } of answers) {
    if (largeRight) large += 1;
    if (smallRight && !largeRight) candidateOnly += 1;
    if (largeRight && !smallRight) baselineOnly += 1;
    savedPico += largePico - smallPico;
  }
  return { category, n: answers.length, largeRight: large, candidateOnly, baselineOnly, savedPico };
}
