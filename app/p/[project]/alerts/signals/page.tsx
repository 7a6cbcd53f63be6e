import type { Metadata } from 'next';
import { SignalsPage } from '#components/alerts/signals/signals-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Signals of prompt injection' };

export default async function Page({ params }: PageProps<'/p/[project]/alerts/signals'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.signals.page.queryOptions({ project, range: '24h' })])}>
      <SignalsPage project={project} />
    </Prefetch>
  );
}
