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

type Drawing = {
  title: string;
  qualifier: string;
  series: Series[];
  format: (value: number) => string;
  formatValue?: (value: number) => string;
  min?: number;
  max?: number;
  /** The reason why there is nothing to draw, else undefined. */
  empty?: string;
};

/** A panel with one time chart, or the reason why it is empty. `id` is the anchor to which a tile links. */
export function ChartPanel({
  id,
  meta,
  frame,
  ...drawing
}: Drawing & { id: string; meta: ReactNode; frame: ChartFrame }) {
  return (
    <Panel id={id} className="scroll-mt-16">
      <PanelHeader quiet title={drawing.title} qualifier={drawing.qualifier} meta={meta} />
      <div className="px-2.5 pt-0.5 pb-2">
        <FramedChart {...drawing} frame={frame} />
      </div>
    </Panel>
  );
}

/** The time chart alone, over the window of `frame`, or the reason why it is empty. */
export function FramedChart({
  title,
  qualifier,
  frame,
  empty,
  ...drawing
}: Drawing & { frame: Omit<ChartFrame, 'now' | 'requests'> }) {
  if (empty !== undefined) {
    return (
      <ChartState kind="none" height={HEIGHT}>
        {empty}
      </ChartState>
    );
  }
  return (
    <LazyTimeChart
      label={`${title}, ${qualifier}`}
      marks={frame.marks}
      from={frame.from}
      to={frame.to}
      onZoom={frame.onZoom}
      onPick={frame.onPick}
      height={HEIGHT}
      {...drawing}
    />
  );
}
