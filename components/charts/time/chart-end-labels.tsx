import type { ChartRow } from './chart-data.ts';
import { type Plot, xOf, yOf } from './chart-layout.ts';
import type { AreaSeries, LineSeries, Series } from './chart-types.ts';
import { pushApart } from './push-apart.ts';

const GAP = 12.5;

export type EndLabel = {
  key: string;
  text: string;
  colour: string;
  x: number;
  y: number;
  /** Where the last point of a line is, which may be before the end of the plot. */
  dotX: number;
  /** Areas have a thick swatch, lines a thin one and a point. */
  thick: boolean;
  /** A series that stops early has its label above its start instead. */
  early: boolean;
};

/** The labels at the ends of the series, with their positions. */
export function endLabels(
  rows: readonly ChartRow[],
  series: readonly Series[],
  plot: Plot,
  colourOf: (series: Series) => string,
): EndLabel[] {
  const labels: EndLabel[] = [];
  const endOfData = lastDrawn(rows, series, plot);
  let stackTop = 0;
  for (const one of series) {
    if (one.kind === 'band') continue;
    const own = rows.filter((row) => typeof row[one.key] === 'number');
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) continue;
    const end = one.kind === 'line' ? endOfData : plot.to;
    const stops = end - last.t > (plot.to - plot.from) * 0.06;
    // The stack continues without an area that has stopped: the area has no height at the end, and its name is placed
    // there.
    const early = stops && one.kind === 'line';
    const height = stops && one.kind === 'area' ? 0 : Number(last[one.key]);
    const middle = one.kind === 'area' ? stackTop + height / 2 : height;
    if (one.kind === 'area') stackTop += height;
    const text = textOf(one);
    if (text === null) continue;
    labels.push({
      key: one.key,
      text,
      colour: colourOf(one),
      x: early ? Math.max(plot.left, xOf(plot, first.t)) + 4 : xOf(plot, plot.to),
      dotX: xOf(plot, last.t),
      y: early ? yOf(plot, Number(first[one.key])) - 9 : yOf(plot, middle),
      thick: one.kind === 'area',
      early,
    });
  }
  return labels;
}

/**
 * The end that lines are measured against: that of the newest line, since figures that need a day to be known end before
 * the plot in all of them; of lines that all stopped long ago, the plot's.
 */
function lastDrawn(rows: readonly ChartRow[], series: readonly Series[], plot: Plot): number {
  const lines = series.filter(({ kind }) => kind === 'line');
  const newest = rows.findLast((row) => lines.some(({ key }) => typeof row[key] === 'number'))?.t ?? plot.to;
  return newest < plot.from + (plot.to - plot.from) * 0.6 ? plot.to : newest;
}

export function textOf(series: LineSeries | AreaSeries): string | null {
  return series.endLabel === false ? null : (series.endLabel ?? series.label);
}

/** The labels: swatch in the colour of the series, text in the text colour, none overlapping another. */
export function EndLabels({ labels, plot }: { labels: EndLabel[]; plot: Plot }) {
  const atEnd = labels.filter((label) => !label.early);
  const heights = pushApart(
    atEnd.map((label) => label.y),
    GAP,
    plot.top + plot.height,
  );
  const early = labels.filter((label) => label.early);
  const earlyHeights = pushApart(
    early.map((label) => Math.max(label.y, 10)),
    GAP,
    plot.top + plot.height,
  );
  // A rim in the colour of the panel keeps a name legible where a line or a hatch passes under it.
  const text = {
    className: 'fill-foreground stroke-card font-strong [paint-order:stroke]',
    fontSize: 11,
    strokeWidth: 3,
    strokeLinejoin: 'round',
  } as const;
  return (
    <>
      {atEnd.map((label, index) => {
        const y = heights[index] ?? label.y;
        return (
          <g key={label.key}>
            {!label.thick && <circle cx={label.dotX} cy={label.y} r="2.5" fill={label.colour} />}
            <line
              x1={label.x + 6}
              x2={label.x + 14}
              y1={y}
              y2={y}
              stroke={label.colour}
              strokeWidth={label.thick ? 7 : 3}
            />
            <text x={label.x + 18} y={y + 4} {...text}>
              {label.text}
            </text>
          </g>
        );
      })}
      {early.map((label, index) => (
        <text key={label.key} x={label.x} y={earlyHeights[index]} {...text}>
          {label.text}
        </text>
      ))}
    </>
  );
}
