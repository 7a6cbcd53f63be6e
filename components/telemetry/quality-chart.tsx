import type { BandPoint, Series } from '#components/charts/chart-types.ts';
import { plusMinus, score } from '#components/ui/format.ts';
import { beforeLine } from './before-line.ts';
import { type ChartFrame, ChartPanel } from './chart-panel.tsx';
import { hasAny, type Monitor, pointsOf } from './series.ts';

/** The mean of what was judged, with its 95 % interval. The scale does not start at zero: quality lives near the top. */
export function QualityChart({ data, frame }: { data: Monitor; frame: ChartFrame }) {
  const { mean, low, high } = data.quality;
  const band: BandPoint[] = data.t.map((at, i) => [at, low[i] ?? null, high[i] ?? null] as const);
  const before = data.compare?.quality ?? [];
  const series: Series[] = [
    { key: 'interval', label: 'interval', colour: 'var(--stable)', kind: 'band', points: band },
    { key: 'mean', label: 'mean', colour: 'var(--stable)', kind: 'line', points: pointsOf(data.t, mean) },
    ...beforeLine(data.compare && pointsOf(data.t, before)),
  ];
  const { quality } = data.totals;
  const half = quality?.low == null || quality.high === null ? null : (quality.high - quality.low) / 2;
  const values = [...mean.map((value, i) => low[i] ?? value), ...before];
  const lowest = Math.min(...values.flatMap((value) => value ?? []));
  return (
    <ChartPanel
      id="quality"
      title="Quality"
      qualifier="judged mean, 95 % interval"
      meta={quality === null ? score(null) : plusMinus(quality.mean, half, score)}
      series={series}
      format={(value) => value.toFixed(2)}
      formatValue={score}
      frame={frame}
      min={Number.isFinite(lowest) ? Math.max(0, Math.floor((lowest - 0.02) * 20) / 20) : 0}
      empty={hasAny(mean) ? undefined : 'quality unknown: nothing was judged'}
    />
  );
}
