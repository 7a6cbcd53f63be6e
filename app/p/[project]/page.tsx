import type { Metadata } from 'next';
import { Prefetch } from '#app/prefetch.tsx';
import { OverviewPage } from '#components/overview/overview-page.tsx';

export const metadata: Metadata = { title: 'Overview' };

export default async function Page({ params }: PageProps<'/p/[project]'>) {
  const { project } = await params;
  return (
    <Prefetch load={(trpc) => [trpc.overview.page.queryOptions({ project })]}>
      <OverviewPage project={project} />
    </Prefetch>
  );
}
