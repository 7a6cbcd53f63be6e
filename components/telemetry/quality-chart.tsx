import { meanScale } from '#components/charts/mean-scale.ts';
import type { BandPoint, Series } from '#components/charts/time/chart-types.ts';
import { halfWidth, plusMinus, score } from '#components/ui/format.ts';
import { beforeLine } from './before-line.ts';
import { type ChartFrame, ChartPanel } from './chart-panel.tsx';
import { hasAny, type Monitor, pointsOf } from './series.ts';

/** The mean of what was judged, with its 95 % interval. */
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
  const [min, max] = meanScale([...mean, ...before]);
  return (
    <ChartPanel
      id="quality"
      title="Quality"
      qualifier="judged mean, 95 % interval"
      meta={quality === null ? score(null) : plusMinus(quality.mean, halfWidth(quality.low, quality.high))}
      series={series}
      format={(value) => value.toFixed(2)}
      formatValue={score}
      frame={frame}
      min={min}
      max={max}
      empty={hasAny(mean) ? undefined : 'quality unknown: nothing was judged'}
    />
  );
}
