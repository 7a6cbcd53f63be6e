'use client';

import { PromotionPage } from '#components/promotions/page/promotion-page.tsx';
import { PromotionCost } from './promotion-cost.tsx';

/** The promotion page with what an outcome costs on both sides, which is of the feature `cost`. */
export function PromotionWithCost({ id }: { id: string }) {
  return <PromotionPage id={id} cost={(detail) => <PromotionCost detail={detail} />} />;
}
