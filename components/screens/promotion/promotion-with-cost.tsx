'use client';

import { EarlierIncidents } from '#components/postmortems/lessons/earlier-incidents.tsx';
import { PromotionPage } from '#components/promotions/page/promotion-page.tsx';
import { PromotionCost } from './promotion-cost.tsx';

/** The promotion page with what an outcome costs on both sides, and with the incidents that it should not repeat. */
export function PromotionWithCost({ id }: { id: string }) {
  return (
    <PromotionPage
      id={id}
      cost={(detail) => <PromotionCost detail={detail} />}
      earlier={<EarlierIncidents promotionId={id} />}
    />
  );
}
