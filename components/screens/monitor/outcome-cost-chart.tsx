'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { ChartState } from '#components/charts/time/chart-state.tsx';
import { hasPoints, type OutcomeLines, seriesOfLines, whyEmpty } from '#components/cost/outcomes/outcome-lines.ts';
import { activeFilters } from '#components/shell/filters/filters.ts';
import { useFilters } from '#components/shell/filters/use-filters.ts';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { type ChartFrame, FramedChart } from '#components/telemetry/chart-panel.tsx';
import { telemetryFilters } from '#components/telemetry/monitor-input.ts';
import { moneyTick } from '#components/telemetry/tick-format.ts';
import { money } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { DAY_MS } from '#server/platform/pure/durations.ts';

/** Cost per outcome by variant over the window of the monitor, with its marks. Its data is read beside the page's. */
export function OutcomeCostChart({ project, frame }: { project: string; frame: ChartFrame }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { filters } = useFilters();
  const { tag, ...narrowed } = telemetryFilters(filters);
  const [from, until] = [new Date(frame.from), new Date(frame.to)];
  const read = useQuery({
    ...trpc.cost.lines.queryOptions({ project, ...narrowed, from, to: until, groupBy: 'variant' }),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS.week,
    enabled: tag === undefined,
  });
  const costs = (query: Record<string, string | number | null> = {}) =>
    to.cost(project, { ...activeFilters({ ...filters, tag: '' }), range: costRange(frame), ...query });
  const isShort = frame.to - frame.from < 2 * DAY_MS;
  return (
    <Panel id="outcome-cost" className="col-span-full scroll-mt-16">
      <PanelHeader
        quiet
        title="Cost per outcome"
        qualifier={`by variant, 95 % interval${read.data && read.data.more > 0 ? `; the 5 with most spend, ${read.data.more} more` : ''}`}
        meta={<TextLink href={costs()}>Cost</TextLink>}
      />
      <div className="px-2.5 pt-0.5 pb-2">
        {read.isLoadingError ? (
          <NotLoaded read={read} />
        ) : tag === undefined && read.data === undefined ? (
          <Skeleton className={isShort ? 'h-12' : 'h-49'} />
        ) : isShort && read.data && !hasPoints(read.data) ? (
          // At the range that the page opens with no task is a day old: one line, not an empty chart.
          <ChartState kind="none" height={48}>
            {whyEmpty(read.data)}:{' '}
            <TextLink href={to.monitor(project, { ...activeFilters(filters), range: '7d' })}>7 days</TextLink>
          </ChartState>
        ) : (
          <FramedChart
            title="Cost per outcome"
            qualifier="by variant"
            series={read.data ? seriesOfLines(read.data) : []}
            format={moneyTick}
            formatValue={money}
            frame={{ ...frame, onPick: (at) => router.push(costs({ tasks: 'all', at })) }}
            empty={tag === undefined ? emptyWords(read.data) : 'tasks have no tags: remove the filter'}
          />
        )}
      </div>
    </Panel>
  );
}

const emptyWords = (data: OutcomeLines | undefined): string | undefined =>
  data === undefined || hasPoints(data) ? undefined : whyEmpty(data);

/** The range of the cost page that holds the window. */
function costRange({ from, now }: ChartFrame): string | null {
  const ageMs = now - from;
  return ageMs <= 7 * DAY_MS ? '7d' : ageMs <= 30 * DAY_MS ? null : '90d';
}
