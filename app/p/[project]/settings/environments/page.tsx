import type { Metadata } from 'next';
import { EnvironmentsPage } from '#components/settings/environments/environments-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Environments' };

export default async function Page({ params }: PageProps<'/p/[project]/settings/environments'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.projects.environments.queryOptions({ project })])}>
      <EnvironmentsPage />
    </Prefetch>
  );
}
