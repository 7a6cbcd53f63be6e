import type { Metadata } from 'next';
import { ChannelsPage } from '#components/alerts/notify/channels-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Channels' };

export default async function Page({ params }: PageProps<'/p/[project]/alerts/channels'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.notify.channels.queryOptions({ project })])}>
      <ChannelsPage project={project} />
    </Prefetch>
  );
}
