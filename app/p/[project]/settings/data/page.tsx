import type { Metadata } from 'next';
import { DataPage } from '#components/settings/data/data-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Data' };

export default async function Page({ params }: PageProps<'/p/[project]/settings/data'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.projects.data.queryOptions({ project })])}>
      <DataPage />
    </Prefetch>
  );
}
