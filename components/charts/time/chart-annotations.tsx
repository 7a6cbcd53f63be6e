import { type Plot, xOf, yOf } from './chart-layout.ts';
import type { Limit, Mark, Shade } from './chart-types.ts';
import { MARK_COLOURS } from './mark-glyph.tsx';
import { timeTicks } from './time-ticks.ts';

/** The base line, the rail, the vertical lines of marks, and all text except the labels at the ends of lines. */
export function ChartAnnotations({
  plot,
  height,
  railY,
  axis,
  marks,
  limits,
  shades,
  gaps,
}: {
  plot: Plot;
  height: number;
  /** null when the chart has no rail. */
  railY: number | null;
  axis: boolean;
  marks: readonly Mark[];
  limits: readonly Limit[];
  shades: readonly Shade[];
  gaps: ReadonlyArray<{ from: number; to: number }>;
}) {
  const [left, right, base] = [plot.left, plot.left + plot.width, plot.top + plot.height];
  const inside = marks.filter((mark) => mark.t >= plot.from && mark.t <= plot.to);
  return (
    <>
      {gaps.map((gap) => (
        <rect
          key={gap.from}
          x={xOf(plot, gap.from)}
          width={Math.max(2, xOf(plot, gap.to) - xOf(plot, gap.from))}
          y={plot.top}
          height={plot.height}
          fill="url(#chart-hatch)"
        />
      ))}
      {inside.map((mark) => (
        <line
          key={`${mark.t}${mark.title}`}
          x1={xOf(plot, mark.t)}
          x2={xOf(plot, mark.t)}
          y1={plot.top}
          y2={railY ?? base}
          stroke={mark.kind === 'deployment' || mark.kind === 'price' ? 'var(--axis)' : MARK_COLOURS[mark.kind]}
          strokeDasharray="2 3"
          opacity=".65"
        />
      ))}
      {shades.map((shade) => (
        <text
          key={shade.from}
          x={Math.max(xOf(plot, shade.from), left) + 4}
          y={plot.top + 11}
          className="fill-fail font-medium"
        >
          {shade.label}
        </text>
      ))}
      {limits.map((limit) => (
        <text key={limit.value} x={left + 4} y={yOf(plot, limit.value) + (limit.below ? 12 : -4)} className="fill-fail">
          {limit.label}
        </text>
      ))}
      <line x1={left} x2={right} y1={base} y2={base} stroke="var(--border-strong)" shapeRendering="crispEdges" />
      {railY !== null && (
        <line x1={left} x2={right} y1={railY} y2={railY} stroke="var(--border-strong)" shapeRendering="crispEdges" />
      )}
      {axis &&
        // Centred at the edges too: there is space beside the plot, and a label that is moved inwards would overlap its
        // neighbour.
        timeTicks(plot.from, plot.to, plot.width).map((tick) => (
          <text key={tick.t} x={xOf(plot, tick.t)} y={height - 3} textAnchor="middle">
            {tick.label}
          </text>
        ))}
    </>
  );
}

/** The hatch pattern for missing data, defined once per drawing. */
export function HatchPattern() {
  return (
    <defs>
      <pattern id="chart-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" y1="0" x2="0" y2="7" stroke="var(--border-strong)" strokeWidth="1" />
      </pattern>
    </defs>
  );
}
