import type { Metadata } from 'next';
import { LISTED_MAX } from '#components/incidents/incident-words.ts';
import { IncidentsPage } from '#components/incidents/list/incidents-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Incidents' };

export default async function Page({ params }: PageProps<'/p/[project]/incidents'>) {
  const { project } = await params;
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.incidents.list.queryOptions({ project, limit: LISTED_MAX }),
        trpc.incidents.statistics.queryOptions({ project }),
      ])}
    >
      <IncidentsPage project={project} />
    </Prefetch>
  );
}
