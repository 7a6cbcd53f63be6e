'use client';

import { valueAt } from './chart-data.ts';
import type { Hover } from './chart-group.tsx';
import { type Plot, xOf } from './chart-layout.ts';
import type { Mark, Series } from './chart-types.ts';
import { momentLabel } from './time-ticks.ts';

/** The vertical line at the moment under the pointer; in the chart under the pointer, also the numbers. */
export function ChartCrosshair({
  hover,
  owner,
  plot,
  width,
  series,
  marks,
  format,
  stepMs,
}: {
  hover: Hover;
  owner: string;
  plot: Plot;
  width: number;
  series: readonly Series[];
  marks: readonly Mark[];
  format: (value: number) => string;
  stepMs: number;
}) {
  if (!hover || hover.t < plot.from || hover.t > plot.to) return null;
  const x = xOf(plot, hover.t);
  const near = marks.filter((mark) => Math.abs(xOf(plot, mark.t) - x) <= 4);
  const rows = series.flatMap((one) => {
    if (one.kind === 'band') return [];
    const value = valueAt(one, hover.t);
    return value === null ? [] : [{ key: one.key, label: one.label, text: format(value) }];
  });
  // Stacks and percentiles grow upwards, so the reversed list has the order of the picture.
  rows.reverse();
  const beside = x > width / 2 ? { right: width - x + 10 } : { left: x + 10 };
  return (
    <>
      <div
        aria-hidden="true"
        className="pointer-events-none absolute w-px bg-foreground opacity-55"
        style={{ left: x, top: plot.top, height: plot.height }}
      />
      {hover.owner === owner && (
        <div
          role="status"
          className="pointer-events-none absolute z-10 rounded-md border border-border-strong bg-popover px-2 py-1.5 text-12 leading-[18px] whitespace-nowrap text-popover-foreground shadow-overlay"
          style={{ top: plot.top, ...beside }}
        >
          <div className="font-semibold">{momentLabel(hover.t, stepMs)}</div>
          {rows.map((row) => (
            <div key={row.key} className="flex justify-between gap-2.5">
              <span className="text-muted-foreground">{row.label}</span>
              <span>{row.text}</span>
            </div>
          ))}
          {rows.length === 0 && <div className="text-muted-foreground">no data</div>}
          {near.map((mark) => (
            <div key={mark.title}>{mark.title}</div>
          ))}
        </div>
      )}
    </>
  );
}
