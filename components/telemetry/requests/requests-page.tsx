'use client';

import { keepPreviousData, useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useFilters } from '#components/shell/filters/use-filters.ts';
import { useListKeys } from '#components/shell/keyboard/use-list-keys.ts';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { useHeldWindow } from '#components/shell/time/use-held-window.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { NoEvents } from '#components/telemetry/no-events.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { plural } from '#components/ui/format.ts';
import { Sheet } from '#components/ui/overlay/sheet.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { RequestDetail } from './request-detail.tsx';
import { RequestFilterBar } from './request-filter-bar.tsx';
import { requestParsers, requestsInput } from './request-filters.ts';
import { RequestsTable } from './requests-table.tsx';

/** The explorer: every request behind the charts, newest first, one of them open beside the list. */
export function RequestsPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { filters } = useFilters();
  const { window, live, held, hold, letGo } = useHeldWindow();
  const [state, setState] = useQueryStates(requestParsers);
  const open = (id: string | null) => void setState({ id });
  useListKeys(undefined, { open: state.id, onOpen: open });
  const { data: facets } = useSuspenseQuery({
    ...trpc.telemetry.facets.queryOptions({ project }),
    refetchInterval: whileMoving((known) => known.environments.length === 0, { fast: AGAIN_MS.arriving, slow: false }),
  });
  const list = useInfiniteQuery(
    trpc.telemetry.requests.infiniteQueryOptions(requestsInput(project, filters, window, state), {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: live ? AGAIN_MS.arriving : false,
    }),
  );
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  if (list.isSuccess && rows.length === 0 && facets.environments.length === 0) return <NoEvents />;
  const more = list.hasNextPage;
  const older = () => {
    hold();
    void list.fetchNextPage();
  };
  return (
    <>
      <PageHeadline evidence="Newest first. Open one for its timings, its cost and where it came from.">
        {list.data === undefined ? 'Requests' : headlineOf(rows.length, more)}
      </PageHeadline>
      <RequestFilterBar
        facets={facets}
        prompt={filters.prompt}
        state={state}
        onChange={(next) => void setState(next)}
      />
      <Panel>
        <PanelHeader
          title="Requests"
          qualifier={live ? 'live' : held ? 'held' : undefined}
          meta={
            live ? (
              <Button size="sm" icon="pause" onClick={hold}>
                Pause
              </Button>
            ) : held ? (
              <Button size="sm" icon="play" onClick={letGo}>
                Live
              </Button>
            ) : undefined
          }
        />
        {list.isPending && <SkeletonRows rows={12} label="Requests" />}
        {list.isLoadingError && <NotLoaded read={list} />}
        {list.isSuccess && rows.length === 0 && (
          <PanelBody className="text-muted-foreground">
            No request in this range. Widen the range or remove a filter.
          </PanelBody>
        )}
        {rows.length > 0 && <RequestsTable project={project} rows={rows} open={state.id} onOpen={open} />}
        {more && (
          <PanelFoot>
            <Button size="sm" onClick={older} disabled={list.isFetchingNextPage}>
              Older requests
            </Button>
          </PanelFoot>
        )}
      </Panel>
      <Sheet title="Request" open={state.id !== null} onOpenChange={(isOpen) => (isOpen ? undefined : open(null))}>
        {state.id !== null && <RequestDetail project={project} id={state.id} />}
      </Sheet>
    </>
  );
}

function headlineOf(shown: number, more: boolean): string {
  if (shown === 0) return more ? 'No request found yet in this range.' : 'No request in this range.';
  return more
    ? `The ${plural(shown, 'newest request', 'newest requests')} of this range.`
    : `${plural(shown, 'request')} in this range.`;
}
