import type { Metadata } from 'next';
import { readFilters } from '#components/shell/filters/filters.ts';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { readTimeWindow } from '#components/shell/time/time-range.ts';
import { readRequestState, requestsInput } from '#components/telemetry/requests/request-filters.ts';
import { RequestsPage } from '#components/telemetry/requests/requests-page.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Requests' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/monitor/requests'>) {
  const { project } = await params;
  const search = await searchParams;
  const window = readTimeWindow(search, Date.now());
  const input = requestsInput(project, await readFilters(search), window, await readRequestState(search));
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.telemetry.facets.queryOptions({ project }),
        trpc.telemetry.requests.infiniteQueryOptions(input, {
          getNextPageParam: (page) => page.nextCursor ?? undefined,
        }),
      ])}
    >
      <RequestsPage project={project} />
    </Prefetch>
  );
}
