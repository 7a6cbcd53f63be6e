'use client';

import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useMemo } from 'react';
import { FilterBar } from '#components/shell/filters/filter-bar.tsx';
import { useFilters } from '#components/shell/filters/use-filters.ts';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { TimeRangePicker } from '#components/shell/time/time-range-picker.tsx';
import { useTimeWindow } from '#components/shell/time/use-time-window.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { type Address, TextLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import type { ChartFrame } from './chart-panel.tsx';
import { DriftPanel } from './drift-panel.tsx';
import { facetOptions } from './facet-options.ts';
import { MonitorCharts } from './monitor-charts.tsx';
import { monitorEvidence, monitorHeadline } from './monitor-headline.ts';
import { addressOf, monitorInput } from './monitor-input.ts';
import { NoEvents } from './no-events.tsx';
import { type RequestRow, RequestsTable } from './requests/requests-table.tsx';
import { marksOf } from './series.ts';

/** The monitor: its charts over one window with one crosshair, drift, and the newest requests. */
export function MonitorPage({
  project,
  below,
}: {
  project: string;
  /** A chart of another feature in the same frame, under the others. */
  below?: (frame: ChartFrame) => ReactNode;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const now = useNow();
  const { filters } = useFilters();
  const { state, window, zoom } = useTimeWindow();
  const { data: facets } = useSuspenseQuery({
    ...trpc.telemetry.facets.queryOptions({ project }),
    refetchInterval: AGAIN_MS.resting,
  });
  const read = useQuery({
    ...trpc.telemetry.monitor.queryOptions(monitorInput(project, filters, window)),
    placeholderData: keepPreviousData,
    refetchInterval: whileMoving((known) => known.firstEver === null, {
      fast: AGAIN_MS.moving,
      slow: AGAIN_MS.resting,
    }),
  });
  const { data } = read;
  const marks = useMemo(() => (data ? marksOf(project, data.marks) : []), [project, data]);
  const choices = (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <FilterBar facets={facetOptions(facets, filters.prompt)} />
      <TimeRangePicker />
    </div>
  );
  if (data === undefined) {
    if (!read.isLoadingError) return <Skeleton className="h-[70vh]" />;
    return (
      <>
        <PageHeadline>These numbers could not be read.</PageHeadline>
        {choices}
        <Panel>
          <NotLoaded read={read} />
        </Panel>
      </>
    );
  }
  if (data.firstEver === null) return <NoEvents />;
  const requests = (narrowed: Record<string, string> = {}) =>
    to.requests(project, { ...addressOf(filters, state), ...narrowed });
  const openBucket = (at: number) => {
    const [from, until] = [new Date(at), new Date(at + data.stepMs)];
    router.push(to.requests(project, addressOf(filters, { ...state, from, to: until })));
  };
  const frame = {
    from: data.from,
    to: data.to,
    now,
    marks,
    requests,
    onZoom: zoom,
    onPick: openBucket,
  };
  return (
    <>
      <PageHeadline evidence={monitorEvidence(data)}>{monitorHeadline(data)}</PageHeadline>
      {choices}
      <div aria-busy={read.isPlaceholderData} className="contents">
        <MonitorCharts data={data} frame={frame} below={below?.(frame)} />
        <DriftPanel panel={data.drift} subject={filters.prompt ?? 'all prompts'} requests={requests} />
        <LatestRequests project={project} rows={data.latest} all={requests()} />
      </div>
    </>
  );
}

/** The newest requests of the range, and a link to all of them. */
function LatestRequests({ project, rows, all }: { project: string; rows: readonly RequestRow[]; all: Address }) {
  return (
    <Panel>
      <PanelHeader
        title="Requests"
        qualifier="the newest of this range"
        meta={
          <TextLink href={all} className="inline-flex min-h-6 items-center">
            All requests
          </TextLink>
        }
      />
      {rows.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          No request in this range. Widen the range or remove a filter.
        </PanelBody>
      ) : (
        <RequestsTable project={project} rows={rows} />
      )}
    </Panel>
  );
}
