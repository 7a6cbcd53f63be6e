import type { Series } from '#components/charts/time/chart-types.ts';
import { latency } from '#components/ui/format.ts';
import { beforeLine } from './before-line.ts';
import { type ChartFrame, ChartPanel } from './chart-panel.tsx';
import { hasAny, type Monitor, pointsOf } from './series.ts';
import { highest, latencyTicks } from './tick-format.ts';

const COLOUR = 'var(--chart-1)';
const LINES = [
  { key: 'p50', label: 'P50', strength: 'weak' },
  { key: 'p95', label: 'P95', strength: 'pure' },
  { key: 'p99', label: 'P99', strength: 'strong' },
] as const;

/** P50, P95 and P99 of latency or of the time to the first token: one hue, three strengths. */
export function PercentilesChart({
  id,
  title,
  meta,
  values,
  before,
  empty,
  data,
  frame,
}: {
  id: string;
  title: string;
  meta: string;
  values: Monitor['latency'];
  /** One percentile of the time that the page is compared with. */
  before?: readonly (number | null)[];
  /** Shown when no request carries the value. */
  empty: string;
  data: Monitor;
  frame: ChartFrame;
}) {
  const lines: Series[] = LINES.map(({ key, label, strength }) => ({
    key,
    label,
    colour: COLOUR,
    kind: 'line',
    strength,
    points: pointsOf(data.t, values[key]),
  }));
  return (
    <ChartPanel
      id={id}
      title={title}
      qualifier="P50, P95, P99"
      meta={meta}
      series={[...lines, ...beforeLine(before ? pointsOf(data.t, before) : null)]}
      format={latencyTicks(highest(values.p99, before ?? []))}
      formatValue={latency}
      frame={frame}
      empty={hasAny(values.p50) ? undefined : empty}
    />
  );
}
