import type { Metadata } from 'next';
import { SilencesPage } from '#components/alerts/notify/silences-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Silences' };

export default async function Page({ params }: PageProps<'/p/[project]/alerts/silences'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.notify.silences.queryOptions({ project })])}>
      <SilencesPage project={project} />
    </Prefetch>
  );
}
