'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { ChartGroup } from '#components/charts/time/chart-group.tsx';
import { OUTCOME_HEAD, OutcomeCell } from '#components/cost/outcomes/outcome-cell.tsx';
import { promptParsers } from '#components/prompts/prompt-state.ts';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { TimeRangePicker } from '#components/shell/time/time-range-picker.tsx';
import { useTimeWindow } from '#components/shell/time/use-time-window.ts';
import { windowQuery } from '#components/shell/time/window-query.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { metricsInput } from '#components/telemetry/prompts/metrics-input.ts';
import { VersionCharts } from '#components/telemetry/prompts/version-charts.tsx';
import { VersionTotals } from '#components/telemetry/prompts/version-totals.tsx';
import { Select } from '#components/ui/form/input.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { OutcomesByVersion } from './outcomes-by-version.tsx';

/** The figures of the versions side by side, in one environment or all, over the range of the URL. */
export function MetricsTab({ head }: { head: Head }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [{ environment }, setState] = useQueryStates(promptParsers);
  const { window, zoom } = useTimeWindow();
  const router = useRouter();
  const read = useQuery({
    ...trpc.telemetry.versionSeries.queryOptions(metricsInput(project.name, head.name, environment, window)),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS.versions,
  });
  const series = read.data;
  const lines = useQuery({
    ...trpc.cost.lines.queryOptions({
      project: project.name,
      prompt: head.name,
      environment: environment || undefined,
      from: window.from,
      to: window.to,
      groupBy: 'version',
    }),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS.week,
  });
  const costs = {
    figures: lines.data && new Map(lines.data.lines.map((line) => [line.group.version, line])),
    failed: lines.isLoadingError,
  };
  const costOf = (query: Record<string, string | number | null>) =>
    to.cost(project.name, { prompt: head.name, environment, by: 'version', ...query });
  const requests = (from: number, until: number, version?: number) =>
    to.requests(project.name, {
      prompt: head.name,
      environment,
      version,
      ...windowQuery(from, until),
    });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Select
          aria-label="Environment"
          value={environment}
          onChange={({ target }) => void setState({ environment: target.value })}
          className="w-44 phone:w-full"
        >
          <option value="">All environments</option>
          {head.lanes.map((lane) => (
            <option key={lane.environment}>{lane.environment}</option>
          ))}
        </Select>
        <TimeRangePicker comparable={false} />
      </div>
      {read.isLoadingError ? (
        <Panel>
          <NotLoaded read={read} />
        </Panel>
      ) : series === undefined ? (
        <Skeleton className="h-[60vh]" />
      ) : series.versions.length === 0 ? (
        <Panel>
          <PanelBody className="text-muted-foreground">
            No request of this range names {head.name} and a version. Widen the range, or send events: the tab{' '}
            <TextLink href={to.prompt(project.name, head.name, { tab: 'usage' })}>Usage</TextLink> shows how.
          </PanelBody>
        </Panel>
      ) : (
        <ChartGroup left={58}>
          <VersionTotals
            series={series}
            requestsOf={(version) => requests(series.from, series.to, version)}
            outcomeHead={OUTCOME_HEAD}
            outcomeCell={(version) => <OutcomeCell read={costs} of={version} href={costOf({ version })} />}
          />
          <VersionCharts series={series} onPick={(at) => router.push(requests(at, at + series.stepMs))} onZoom={zoom}>
            <OutcomesByVersion
              series={series}
              read={lines}
              onPick={(at) => router.push(costOf({ tasks: 'all', at, range: '90d' }))}
              onZoom={zoom}
            />
          </VersionCharts>
        </ChartGroup>
      )}
    </>
  );
}
