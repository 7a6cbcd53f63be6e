import type { Metadata } from 'next';
import { OverviewPage } from '#components/overview/overview-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Overview' };

export default async function Page({ params }: PageProps<'/p/[project]'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.overview.page.queryOptions({ project })])}>
      <OverviewPage project={project} />
    </Prefetch>
  );
}
