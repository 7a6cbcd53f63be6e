import type { LineSeries, Series } from './chart-types.ts';

const WIDTHS = { weak: 1.25, pure: 1.5, strong: 2, thick: 2.25 } as const;

/** The colour of a series: one hue in three strengths, all with a contrast of at least 3:1 on the card. */
export function colourOf(series: Series): string {
  if (series.kind !== 'line') return series.colour;
  switch (series.strength ?? 'pure') {
    case 'weak':
      return `color-mix(in oklch, ${series.colour} 75%, var(--card))`;
    case 'strong':
      return `color-mix(in oklch, ${series.colour} 50%, var(--foreground))`;
    case 'pure':
    case 'thick':
      return series.colour;
  }
}

export function lineWidth(series: LineSeries): number {
  return WIDTHS[series.strength ?? 'pure'];
}
