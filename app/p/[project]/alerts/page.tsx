import type { Metadata } from 'next';
import { AlertsPage } from '#components/alerts/alerts-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Alerts' };

export default async function Page({ params }: PageProps<'/p/[project]/alerts'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.alerts.page.queryOptions({ project })])}>
      <AlertsPage project={project} />
    </Prefetch>
  );
}
