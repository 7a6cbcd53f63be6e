'use client';

import { Area, CartesianGrid, ComposedChart, Line, ReferenceArea, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { ChartRow } from './chart-data.ts';
import type { Plot } from './chart-layout.ts';
import type { Limit, Series, Shade } from './chart-types.ts';
import { colourOf, lineWidth } from './series-style.ts';

const STILL = { isAnimationActive: false, activeDot: false } as const;

/** What recharts draws: grid, ticks, impact, bands, stacks, limits, lines. Everything else is an overlay. */
export function ChartDrawing({
  rows,
  series,
  plot,
  width,
  height,
  format,
  limits,
  shades,
}: {
  rows: ChartRow[];
  series: readonly Series[];
  plot: Plot;
  width: number;
  height: number;
  format: (value: number) => string;
  limits: readonly Limit[];
  shades: readonly Shade[];
}) {
  const { low, high, ticks } = plot.scale;
  return (
    <ComposedChart
      // recharts stacks areas in the order in which they were mounted: a changed set of series mounts all of them
      // again.
      key={series.map((one) => one.key).join('\n')}
      width={width}
      height={height}
      data={rows}
      accessibilityLayer={false}
      margin={{
        top: plot.top,
        left: 0,
        right: width - plot.left - plot.width,
        bottom: height - plot.top - plot.height,
      }}
      style={{ pointerEvents: 'none' }}
    >
      <CartesianGrid vertical={false} stroke="var(--grid)" syncWithTicks />
      <XAxis dataKey="t" type="number" domain={[plot.from, plot.to]} allowDataOverflow hide />
      <YAxis
        width={plot.left}
        domain={[low, high]}
        ticks={ticks}
        interval={0}
        allowDataOverflow
        axisLine={false}
        tickLine={false}
        tickMargin={4}
        tickFormatter={format}
        tick={{ fill: 'var(--axis)', fontSize: 11 }}
      />
      {shades.map((shade) => (
        <ReferenceArea
          key={shade.from}
          x1={shade.from}
          x2={shade.to}
          fill="var(--fail)"
          fillOpacity={0.1}
          ifOverflow="hidden"
        />
      ))}
      {series.map((one) => {
        const paint = { dataKey: one.key, ...STILL, dot: lonelyDot(rows, one) };
        if (one.kind === 'line') return null;
        if (one.kind === 'band') {
          return (
            <Area
              key={one.key}
              {...paint}
              dot={false}
              stroke="none"
              fill={one.colour}
              fillOpacity={0.16}
              connectNulls={false}
            />
          );
        }
        return (
          <Area
            key={one.key}
            {...paint}
            stackId="stack"
            stroke={one.colour}
            strokeWidth={1.25}
            fill={one.colour}
            fillOpacity={one.opacity ?? 0.28}
            connectNulls={false}
          />
        );
      })}
      {limits.map((limit) => (
        <ReferenceLine
          key={limit.value}
          y={limit.value}
          stroke="var(--fail)"
          strokeWidth={1.25}
          strokeDasharray="5 3"
          ifOverflow="hidden"
        />
      ))}
      {series.map((one) =>
        one.kind === 'line' ? (
          <Line
            key={one.key}
            dataKey={one.key}
            {...STILL}
            dot={lonelyDot(rows, one)}
            stroke={colourOf(one)}
            strokeWidth={lineWidth(one)}
            strokeDasharray={one.dashed ? '4 3' : undefined}
            strokeLinejoin="round"
            connectNulls={false}
          />
        ) : null,
      )}
    </ComposedChart>
  );
}

type DotProps = { cx?: number; cy?: number; index?: number };

/** A measurement without neighbours makes no line: it is drawn as a point, so that a single event is visible. */
function lonelyDot(rows: readonly ChartRow[], series: Series) {
  const known = (index: number) => typeof rows[index]?.[series.key] === 'number';
  return function LonelyDot({ cx, cy, index = -1 }: DotProps) {
    const alone = known(index) && !known(index - 1) && !known(index + 1);
    if (!alone || cx === undefined || cy === undefined) return <g key={index} />;
    return <circle key={index} cx={cx} cy={cy} r="2.5" fill={colourOf(series)} />;
  };
}
