import type { BandPoint, Series } from '#components/charts/chart-types.ts';
import { plusMinus, score } from '#components/ui/format.ts';
import { beforeLine } from './before-line.ts';
import { type ChartFrame, ChartPanel } from './chart-panel.tsx';
import { qualityScale } from './quality-scale.ts';
import { hasAny, type Monitor, pointsOf } from './series.ts';

/**
 * The mean of what was judged, with its 95 % interval. The scale follows the means and does not start at zero: quality
 * lives near the top. An interval of three judgements may be wider than the picture; it is cut there.
 */
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
  const [min, max] = qualityScale([...mean, ...before]);
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
      min={min}
      max={max}
      empty={hasAny(mean) ? undefined : 'quality unknown: nothing was judged'}
    />
  );
}
