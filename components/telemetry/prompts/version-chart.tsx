'use client';

import { ChartState } from '#components/charts/time/chart-state.tsx';
import type { Mark, Series } from '#components/charts/time/chart-types.ts';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';

const HEIGHT = 196;

/** One measure by version over time, or the words for why it is empty. */
export function VersionChart({
  title,
  qualifier,
  series,
  window,
  marks,
  format,
  formatValue,
  min,
  max,
  empty,
  onPick,
  onZoom,
}: {
  title: string;
  qualifier: string;
  series: Series[];
  window: { from: number; to: number };
  marks: readonly Mark[];
  format: (value: number) => string;
  formatValue?: (value: number) => string;
  min?: number;
  max?: number;
  /** Shown where no version has a value. */
  empty: string;
  onPick: (at: number) => void;
  onZoom: (from: number, to: number) => void;
}) {
  const drawn = series.some((one) => one.kind === 'line' && one.points.some(([, value]) => value !== null));
  return (
    <Panel>
      <PanelHeader title={title} qualifier={qualifier} />
      <PanelBody>
        {drawn ? (
          <LazyTimeChart
            label={`${title}, ${qualifier}`}
            series={series}
            marks={marks}
            from={window.from}
            to={window.to}
            format={format}
            formatValue={formatValue}
            min={min}
            max={max}
            height={HEIGHT}
            onPick={onPick}
            onZoom={onZoom}
          />
        ) : (
          <ChartState kind="none" height={HEIGHT}>
            {empty}
          </ChartState>
        )}
      </PanelBody>
    </Panel>
  );
}
