import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { IncidentScreen } from '#components/screens/incident/incident-screen.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Incident' };

export default async function Page({ params }: PageProps<'/p/[project]/incidents/[number]'>) {
  const { project, number: text } = await params;
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  const number = Number(text);
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.incidents.detail.queryOptions({ project, number }),
        trpc.incidents.timeline.queryOptions({ project, number }),
        trpc.incidents.charts.queryOptions({ project, number }),
        trpc.postmortems.summary.queryOptions({ project, number }),
        trpc.runbooks.list.queryOptions({ project }),
        trpc.lessons.cases.queryOptions({ project, number }),
        trpc.lessons.replay.queryOptions({ project, number }),
      ])}
    >
      <IncidentScreen project={project} number={number} />
    </Prefetch>
  );
}
