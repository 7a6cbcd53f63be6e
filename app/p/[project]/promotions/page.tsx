import type { Metadata } from 'next';
import { listReads, readListState } from '#components/promotions/list/list-state.ts';
import { PromotionsPage } from '#components/promotions/list/promotions-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Promotions' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/promotions'>) {
  const { project } = await params;
  const { input, options } = listReads(project, await readListState(searchParams));
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.promotions.list.infiniteQueryOptions(input, options)])}>
      <PromotionsPage />
    </Prefetch>
  );
}
