import type { PromotionDetail } from '#components/promotions/promotion-words.ts';

type Figures = Pick<PromotionDetail['figures'][number], 'candidate' | 'baseline'>;

/** What both runs on a golden set cost and took; nothing where the gate had no run. */
export const figuresOf = ({ figures }: PromotionDetail, dataset: string): Figures =>
  figures.find((one) => one.dataset === dataset) ?? { candidate: null, baseline: null };
