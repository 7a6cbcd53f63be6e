import type { Metadata } from 'next';
import { OnCallPage } from '#components/alerts/notify/on-call-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'On call' };

export default async function Page({ params }: PageProps<'/p/[project]/alerts/on-call'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.notify.onCall.queryOptions({ project })])}>
      <OnCallPage project={project} />
    </Prefetch>
  );
}
