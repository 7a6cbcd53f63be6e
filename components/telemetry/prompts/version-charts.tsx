'use client';

import type { ComponentProps, ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { FramedChart } from '#components/telemetry/chart-panel.tsx';
import { countShort, latency, money, percent, score } from '#components/ui/format.ts';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { marksOf } from '../series.ts';
import { highest, latencyTicks, moneyTick, percentTick } from '../tick-format.ts';
import { bandsOf, linesOf, qualityScale, type VersionSeries } from './version-lines.ts';

/** Each measure of the versions in a chart of its own, over one window with one crosshair. */
export function VersionCharts({
  series,
  onPick,
  onZoom,
  children,
}: {
  series: VersionSeries;
  /** The start of the bucket that was clicked. */
  onPick: (at: number) => void;
  onZoom: (from: number, to: number) => void;
  /** A chart of another feature, behind the others. */
  children?: ReactNode;
}) {
  const { project } = useProject();
  const marks = marksOf(project.name, series.marks);
  const latencies = linesOf(series, (line) => line.latencyP95);
  const hourly = HOUR_MS / series.stepMs;
  const frame = { from: series.from, to: series.to, marks, onPick, onZoom };
  return (
    <div className="grid grid-cols-2 gap-4 compact:grid-cols-1 phone:gap-3">
      <VersionChart
        frame={frame}
        title="Requests"
        qualifier="an hour, by version"
        series={linesOf(series, (line) => line.requests, hourly)}
        format={countShort}
        empty="no request in this range"
      />
      <VersionChart
        frame={frame}
        title="Error rate"
        qualifier="by version"
        series={linesOf(series, (line) => line.errorRate)}
        format={percentTick}
        formatValue={percent}
        empty="no request in this range"
      />
      <VersionChart
        frame={frame}
        title="P95 latency"
        qualifier="by version"
        series={latencies}
        format={latencyTicks(highestOf(latencies))}
        formatValue={latency}
        empty="no request of this range reports it"
      />
      <VersionChart
        frame={frame}
        title="Quality"
        qualifier="judged mean by version, 95 % interval"
        series={[...bandsOf(series), ...linesOf(series, (line) => line.quality.mean)]}
        format={(value) => value.toFixed(2)}
        formatValue={score}
        {...qualityScale(series)}
        empty="nothing was judged in this range"
      />
      <VersionChart
        frame={frame}
        title="Cost"
        qualifier="an hour, by version"
        series={linesOf(series, (line) => line.cost, hourly)}
        format={moneyTick}
        formatValue={money}
        empty="no request of this range has a known cost"
      />
      {children}
    </div>
  );
}

const highestOf = (lines: ReturnType<typeof linesOf>): number =>
  highest(...lines.map((line) => (line.kind === 'line' ? line.points.map(([, value]) => value) : [])));

/** One measure by version over time, or the words for why it is empty; `empty` is said where no version has a value. */
function VersionChart({ empty, ...chart }: ComponentProps<typeof FramedChart> & { empty: string }) {
  const isDrawn = chart.series.some((one) => one.kind === 'line' && one.points.some(([, value]) => value !== null));
  return (
    <Panel>
      <PanelHeader title={chart.title} qualifier={chart.qualifier} />
      <PanelBody>
        <FramedChart {...chart} empty={isDrawn ? undefined : empty} />
      </PanelBody>
    </Panel>
  );
}
