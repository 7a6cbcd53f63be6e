'use client';

import type { ComponentProps } from 'react';
import { hasPoints, type OutcomeLines, seriesOfLines, whyEmpty } from '#components/cost/outcomes/outcome-lines.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { FramedChart } from '#components/telemetry/chart-panel.tsx';
import { COLOURS, type VersionSeries } from '#components/telemetry/prompts/version-lines.ts';
import { marksOf } from '#components/telemetry/series.ts';
import { moneyTick } from '#components/telemetry/tick-format.ts';
import { money } from '#components/ui/format.ts';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** What an outcome costs by version, in the window and the colours of the charts beside it. */
export function OutcomesByVersion({
  series,
  read,
  onPick,
  onZoom,
}: {
  series: VersionSeries;
  read: ComponentProps<typeof NotLoaded>['read'] & { data: OutcomeLines | undefined; isLoadingError: boolean };
  onPick: (at: number) => void;
  onZoom: (from: number, to: number) => void;
}) {
  const { project } = useProject();
  const { data } = read;
  const colourOf = (version: unknown) =>
    COLOURS[series.versions.findIndex((one) => one.version === version)] ?? 'var(--chart-8)';
  return (
    <Panel>
      <PanelHeader title="Cost per outcome" qualifier="by version, 95 % interval" />
      {read.isLoadingError ? (
        <NotLoaded read={read} />
      ) : (
        <PanelBody>
          {data === undefined ? (
            <Skeleton className="h-49" />
          ) : (
            <FramedChart
              title="Cost per outcome"
              qualifier="by version"
              series={seriesOfLines(data, ({ group: { version } }) => ({
                colour: colourOf(version),
                name: `version ${version ?? 'unknown'}`,
                end: String(version ?? '?'),
              }))}
              format={moneyTick}
              formatValue={money}
              frame={{ from: series.from, to: series.to, marks: marksOf(project.name, series.marks), onPick, onZoom }}
              empty={hasPoints(data) ? undefined : whyEmpty(data)}
            />
          )}
        </PanelBody>
      )}
    </Panel>
  );
}
