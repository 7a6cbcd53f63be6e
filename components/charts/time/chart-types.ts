import type { Address } from '#components/ui/link.tsx';

/** A point in time (ms since the epoch) and its value; null is a gap, never zero. */
export type Point = readonly [atMs: number, value: number | null];
export type BandPoint = readonly [atMs: number, low: number | null, high: number | null];

type Named = {
  key: string;
  label: string;
  /** A CSS colour: `var(--chart-1)`, `var(--stable)`, `var(--candidate)`. */
  colour: string;
};

/** `strength` sets three lines of one hue apart (P50 weak, P95 pure, P99 strong); candidate is `thick`. */
export type LineSeries = Named & {
  kind: 'line';
  points: readonly Point[];
  strength?: 'weak' | 'pure' | 'strong' | 'thick';
  dashed?: boolean;
  /** At the end of the line in place of the label, or false for none. */
  endLabel?: string | false;
};

/** Areas are stacked in the order given, the first at the bottom. */
export type AreaSeries = Named & {
  kind: 'area';
  points: readonly Point[];
  opacity?: number;
  endLabel?: string | false;
};

/** An interval around a line, at 16 %. It has no label of its own. */
export type BandSeries = Named & { kind: 'band'; points: readonly BandPoint[] };

export type Series = LineSeries | AreaSeries | BandSeries;

export type MarkKind = 'deployment' | 'rollout' | 'incident' | 'price' | 'roll-back';

/** Something that changed, on the rail under the time axis. `title` names it, `href` opens it. */
export type Mark = { t: number; kind: MarkKind; title: string; href?: Address };

export type Limit = { value: number; label?: string; below?: boolean };
export type Shade = { from: number; to: number; label?: string };
