'use client';

import { type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { ChartAnnotations, HatchPattern } from './chart-annotations.tsx';
import { ChartCrosshair } from './chart-crosshair.tsx';
import { gapsOf, toRows, valueScale } from './chart-data.ts';
import { ChartDrawing } from './chart-drawing.tsx';
import { EndLabels, endLabels, textOf } from './chart-end-labels.tsx';
import { useChartGroup, useHover } from './chart-group.tsx';
import { AXIS_HEIGHT, endLabelWidth, type Plot, RAIL_HEIGHT, TOP, tickWidth } from './chart-layout.ts';
import { ChartRail } from './chart-rail.tsx';
import { ChartTable } from './chart-table.tsx';
import type { Limit, Mark, Series, Shade } from './chart-types.ts';
import { colourOf } from './series-style.ts';
import { useChartPointer } from './use-chart-pointer.ts';

export type TimeChartProps = {
  /** Read aloud by screen readers: what the chart shows, over which time. */
  label: string;
  series: readonly Series[];
  /** Changes; an empty list draws a rail without marks, undefined draws no rail. */
  marks?: readonly Mark[];
  from: number;
  to: number;
  /** Formats a tick, with its unit. */
  format: (value: number) => string;
  /** Formats the numbers in the tooltip and the table, where they are finer than the ticks. */
  formatValue?: (value: number) => string;
  height?: number;
  /** The scale starts at zero unless `min` is given. */
  min?: number;
  max?: number;
  limits?: readonly Limit[];
  shades?: readonly Shade[];
  /** Times under the plot; false for the upper of two charts. */
  axis?: boolean;
  /** Called when the user has dragged over a period. */
  onZoom?: (fromMs: number, toMs: number) => void;
  /** Called when a moment was clicked or Enter was pressed on it. */
  onPick?: (atMs: number) => void;
  className?: string;
};

const NONE = [] as const;

/** Lines, bands and stacks over time, with changes on a rail under them. */
export function TimeChart(props: TimeChartProps) {
  const { height = 196, className } = props;
  const [ref, width] = useWidth();
  return (
    <div ref={ref} data-slot="time-chart" className={cn('relative min-w-0', className)} style={{ height }}>
      {width > 40 && <ChartBody {...props} width={width} height={height} />}
    </div>
  );
}

function ChartBody({
  label,
  series,
  marks,
  from,
  to,
  format,
  formatValue = format,
  width,
  height,
  min,
  max,
  limits = NONE,
  shades = NONE,
  axis = true,
  onZoom,
  onPick,
}: TimeChartProps & { width: number; height: number }) {
  const owner = useId();
  const group = useChartGroup();
  const hover = useHover(group.store);
  const rows = useMemo(() => toRows(series), [series]);
  const moments = useMemo(() => rows.map((row) => row.t), [rows]);
  const plot = useMemo<Plot>(() => {
    const labels = series.flatMap((one) => (one.kind === 'band' ? [] : (textOf(one) ?? [])));
    const scale = valueScale(rows, series, { min, max, limits: limits.map((limit) => limit.value) });
    const left = group.left ?? tickWidth(scale.ticks.map(format));
    const right = endLabelWidth(labels, group.right);
    const below = (axis ? AXIS_HEIGHT : 4) + (marks ? RAIL_HEIGHT : 0);
    return { left, top: TOP, width: Math.max(20, width - left - right), height: height - TOP - below, from, to, scale };
  }, [rows, series, marks, min, max, limits, axis, width, height, from, to, format, group.left, group.right]);
  const stepMs = moments.length > 1 ? ((moments.at(-1) ?? 0) - (moments[0] ?? 0)) / (moments.length - 1) : 60_000;
  const railY = marks ? plot.top + plot.height + 9 : null;
  const drawing = useMemo(
    () => (
      <ChartDrawing
        rows={rows}
        series={series}
        plot={plot}
        width={width}
        height={height}
        format={format}
        limits={limits}
        shades={shades}
      />
    ),
    [rows, series, plot, width, height, format, limits, shades],
  );
  const pointer = useChartPointer({ plot, moments, owner, hover, setHover: group.store.set, onZoom, onPick });

  return (
    <>
      <div aria-hidden="true">{drawing}</div>
      <svg
        aria-hidden="true"
        width={width}
        height={height}
        className="absolute inset-0 overflow-visible fill-axis font-sans text-11 tabular-nums"
      >
        <HatchPattern />
        <ChartAnnotations
          plot={plot}
          height={height}
          railY={railY}
          axis={axis}
          marks={marks ?? NONE}
          limits={limits}
          shades={shades}
          gaps={gapsOf(rows, series, from, to)}
        />
        <EndLabels labels={endLabels(rows, series, plot, colourOf)} plot={plot} />
      </svg>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is a part of a form */}
      <div
        role="group"
        aria-label={`${label}. Arrow keys move through the moments.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys work on it
        tabIndex={0}
        className={cn('absolute inset-x-0 top-0 touch-pan-y', onPick && 'cursor-pointer')}
        style={{ height: plot.top + plot.height }}
        {...pointer.handlers}
      />
      {pointer.drag && (
        <div
          aria-hidden="true"
          className="pointer-events-none absolute bg-candidate/15"
          style={{
            left: Math.min(pointer.drag.start, pointer.drag.end),
            width: Math.abs(pointer.drag.end - pointer.drag.start),
            top: plot.top,
            height: plot.height,
          }}
        />
      )}
      <ChartCrosshair
        hover={hover}
        owner={owner}
        plot={plot}
        width={width}
        series={series}
        marks={marks ?? NONE}
        format={formatValue}
        stepMs={stepMs}
      />
      {railY !== null && <ChartRail plot={plot} y={railY} marks={marks ?? NONE} />}
      <ChartTable label={label} series={series} moments={moments} format={formatValue} />
    </>
  );
}

/** The width of an element in px; 0 until it is measured. */
function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
