import type { Metadata } from 'next';
import { RepricePage } from '#components/cost/reprice/reprice-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Corrected prices' };

export default async function Page({ params }: PageProps<'/p/[project]/cost/reprice'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.reprice.list.queryOptions({ project })])}>
      <RepricePage project={project} />
    </Prefetch>
  );
}
