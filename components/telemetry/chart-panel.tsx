'use client';

import type { ReactNode } from 'react';
import { ChartState } from '#components/charts/time/chart-state.tsx';
import type { Mark, Series } from '#components/charts/time/chart-types.ts';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import type { Address } from '#components/ui/link.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';

/** What all charts of the page share: the window, the marks, and the actions on a stretch and on a moment. */
export type ChartFrame = {
  from: number;
  to: number;
  /** The clock, for the bucket that is still running. */
  now: number;
  marks: readonly Mark[];
  /** Called with the period that was dragged over: it becomes the window. */
  onZoom: (fromMs: number, toMs: number) => void;
  /** Called with the moment that was chosen: its requests open. */
  onPick: (atMs: number) => void;
  /** The list of requests with this page's filters and window, narrowed further. */
  requests: (narrowed?: Record<string, string>) => Address;
};

const HEIGHT = 196;

/** A panel with one time chart, or the reason why it is empty. `id` is the anchor to which a tile links. */
export function ChartPanel({
  id,
  title,
  qualifier,
  meta,
  series,
  format,
  formatValue,
  frame,
  empty,
  min,
  max,
}: {
  id: string;
  title: string;
  qualifier: string;
  meta: ReactNode;
  series: Series[];
  format: (value: number) => string;
  formatValue?: (value: number) => string;
  frame: ChartFrame;
  /** The reason why there is nothing to draw, else undefined. */
  empty?: string;
  min?: number;
  max?: number;
}) {
  return (
    <Panel id={id} className="scroll-mt-16">
      <PanelHeader quiet title={title} qualifier={qualifier} meta={meta} />
      <div className="px-2.5 pt-0.5 pb-2">
        {empty === undefined ? (
          <LazyTimeChart
            label={`${title}, ${qualifier}`}
            series={series}
            marks={frame.marks}
            from={frame.from}
            to={frame.to}
            onZoom={frame.onZoom}
            onPick={frame.onPick}
            format={format}
            formatValue={formatValue}
            height={HEIGHT}
            min={min}
            max={max}
          />
        ) : (
          <ChartState kind="none" height={HEIGHT}>
            {empty}
          </ChartState>
        )}
      </div>
    </Panel>
  );
}
