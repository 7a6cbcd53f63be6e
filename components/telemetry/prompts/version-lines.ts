import { meanScale } from '#components/charts/mean-scale.ts';
import type { BandPoint, Point, Series } from '#components/charts/time/chart-types.ts';
import type { Outputs } from '#components/shell/trpc.ts';

export type VersionSeries = Outputs['telemetry']['versionSeries'];
type Line = VersionSeries['versions'][number];

/** Newest first, so that a version has the same colour in every chart of the page. */
export const COLOURS = [
  'var(--chart-1)',
  'var(--chart-2)',
  'var(--chart-3)',
  'var(--chart-4)',
  'var(--chart-5)',
] as const;

/** One line a version; a bucket without a value is a gap. */
export function linesOf(
  series: VersionSeries,
  valuesOf: (line: Line) => readonly (number | null)[],
  scale = 1,
): Series[] {
  return series.versions.map((line, i) => ({
    kind: 'line',
    key: String(line.version),
    label: `version ${line.version}`,
    endLabel: String(line.version),
    colour: COLOURS[i] ?? 'var(--chart-8)',
    points: valuesOf(line).map((value, at): Point => [series.t[at] ?? 0, value === null ? null : value * scale]),
  }));
}

/** The 95 % interval of each version's quality, under its line. */
export const bandsOf = (series: VersionSeries): Series[] =>
  series.versions.map((line, i) => ({
    kind: 'band',
    key: `${line.version} interval`,
    label: `version ${line.version}, 95 % interval`,
    colour: COLOURS[i] ?? 'var(--chart-8)',
    points: series.t.map((at, n): BandPoint => [at, line.quality.low[n] ?? null, line.quality.high[n] ?? null]),
  }));

/** The scale of quality over all versions. */
export function qualityScale(series: VersionSeries): { min: number; max: number } {
  const [min, max] = meanScale(series.versions.flatMap((line) => line.quality.mean));
  return { min, max };
}
