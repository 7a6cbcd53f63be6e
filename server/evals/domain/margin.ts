import { isBelow } from '#server/stats/threshold.ts';

export const MARGIN_KINDS = ['relative', 'absolute'] as const;
export type MarginKind = (typeof MARGIN_KINDS)[number];

/** How much worse than the baseline is still good enough: a share of the baseline's score, or of the whole scale. */
export interface Margin {
  /** 0.02 is 2 %. */
  readonly margin: number;
  readonly marginKind: MarginKind;
}

/** The margin where a team has set none. */
export const DEFAULT_MARGIN: Margin = { margin: 0.02, marginKind: 'relative' };

/**
 * The margin in score points (0..1). As scores are at most 1, a relative margin is never wider than the same absolute
 * one.
 */
export function marginPoints({ margin, marginKind }: Margin, baseline: number): number {
  return marginKind === 'relative' ? margin * Math.max(0, baseline) : margin;
}

/** Whether a difference (candidate − baseline) is a drop: strictly more than the margin allows. */
export function isDrop(delta: number, points: number): boolean {
  return isBelow(delta, -points);
}
