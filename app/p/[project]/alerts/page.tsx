import type { Metadata } from 'next';
import { AlertsWithRollBack } from '#components/screens/alerts/alerts-with-roll-back.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Alerts' };

export default async function Page({ params }: PageProps<'/p/[project]/alerts'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.alerts.page.queryOptions({ project })])}>
      <AlertsWithRollBack project={project} />
    </Prefetch>
  );
}
