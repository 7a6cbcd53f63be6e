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

/** `strength` distinguishes three lines of one hue (P50 weak, P95 pure, P99 strong); the candidate is `thick`. */
export type LineSeries = Named & {
  kind: 'line';
  points: readonly Point[];
  strength?: 'weak' | 'pure' | 'strong' | 'thick';
  dashed?: boolean;
  /** Replaces the label at the end of the line; false for no label. */
  endLabel?: string | false;
};

/** Areas are stacked in the order given, the first at the bottom. */
export type AreaSeries = Named & {
  kind: 'area';
  points: readonly Point[];
  opacity?: number;
  endLabel?: string | false;
};

/** An interval around a line, filled at 16 % opacity. It has no label of its own. */
export type BandSeries = Named & { kind: 'band'; points: readonly BandPoint[] };

export type Series = LineSeries | AreaSeries | BandSeries;

export type MarkKind = 'deployment' | 'rollout' | 'incident' | 'price' | 'roll-back';

/** A change, on the rail under the time axis. `title` names it, `href` opens it. */
export type Mark = { t: number; kind: MarkKind; title: string; href?: Address };

export type Limit = { value: number; label?: string; below?: boolean };
export type Shade = { from: number; to: number; label?: string };
