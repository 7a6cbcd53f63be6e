import type { Metadata } from 'next';
import { PromotionPage } from '#components/promotions/page/promotion-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
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
