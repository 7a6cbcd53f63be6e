import type { Metadata } from 'next';
import { PromotionWithCost } from '#components/screens/promotion/promotion-with-cost.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Promotion' };

export default async function Page({ params }: PageProps<'/p/[project]/promotions/[id]'>) {
  const { project, id } = await params;
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.promotions.detail.queryOptions({ project, id }),
        trpc.lessons.ofPromotion.queryOptions({ project, id }),
      ])}
    >
      <PromotionWithCost id={id} />
    </Prefetch>
  );
}
