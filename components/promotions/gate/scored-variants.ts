import type { PromotionDetail } from '#components/promotions/promotion-words.ts';

/** A variant with its overall score on one golden set; `role` names the two that the promotion is about. */
export type Scored = {
  run: string;
  version: number;
  provider: string | null;
  model: string | null;
  score: number;
  low: number | null;
  high: number | null;
  n: number;
  role: string | null;
};

/** The candidate, what it is compared with, and others of the prompt on the same dataset and scorers, best first. */
export function scoredVariants(detail: PromotionDetail, dataset: string): Scored[] {
  const decision = detail.gate?.datasets.find((one) => one.dataset === dataset);
  const baselineRun = decision?.baselineRun?.run;
  const others: Scored[] = detail.otherModels
    .filter((other) => other.dataset === dataset)
    .flatMap(({ score, ci95, ...other }) =>
      score === null
        ? []
        : [
            {
              ...other,
              score,
              low: ci95?.[0] ?? null,
              high: ci95?.[1] ?? null,
              role: other.run === baselineRun ? (detail.status === 'completed' ? 'before' : 'now') : null,
            },
          ],
    );
  const candidate = candidateOf(detail, dataset);
  return (candidate ? [candidate, ...others] : others).toSorted((a, b) => b.score - a.score);
}

function candidateOf(detail: PromotionDetail, dataset: string): Scored | null {
  const decision = detail.gate?.datasets.find((one) => one.dataset === dataset);
  const { version, provider, model } = detail;
  if (!decision?.candidateRun || decision.overall?.candidate == null) return null;
  const { n, candidate } = decision.overall;
  const interval = detail.candidateIntervals.find((one) => one.dataset === dataset)?.ci95;
  return {
    run: decision.candidateRun.run,
    version,
    provider,
    model,
    n,
    score: candidate,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
    role: `version ${version}`,
  };
}
