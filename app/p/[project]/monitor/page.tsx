import type { Metadata } from 'next';
import { MonitorWithCost } from '#components/screens/monitor/monitor-with-cost.tsx';
import { readFilters } from '#components/shell/filters/filters.ts';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { readTimeWindow } from '#components/shell/time/time-range.ts';
import { monitorInput } from '#components/telemetry/monitor-input.ts';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Monitor' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/monitor'>) {
  const { project } = await params;
  const search = await searchParams;
  const input = monitorInput(project, await readFilters(search), readTimeWindow(search, Date.now()));
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.telemetry.monitor.queryOptions(input),
        trpc.telemetry.facets.queryOptions({ project }),
      ])}
    >
      <MonitorWithCost project={project} />
    </Prefetch>
  );
}
