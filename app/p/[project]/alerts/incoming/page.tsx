import type { Metadata } from 'next';
import { IncomingPage } from '#components/alerts/incoming/incoming-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Alerts from outside' };

export default async function Page({ params }: PageProps<'/p/[project]/alerts/incoming'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.incoming.page.queryOptions({ project })])}>
      <IncomingPage project={project} />
    </Prefetch>
  );
}
