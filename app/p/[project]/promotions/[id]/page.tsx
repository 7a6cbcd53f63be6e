import type { Metadata } from 'next';
import { Prefetch } from '#app/prefetch.tsx';
import { PromotionPage } from '#components/promotions/page/promotion-page.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Promotion' };

export default async function Page({ params }: PageProps<'/p/[project]/promotions/[id]'>) {
  const { project, id } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.promotions.detail.queryOptions({ project, id })])}>
      <PromotionPage id={id} />
    </Prefetch>
  );
}
