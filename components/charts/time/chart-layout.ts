import { position, type Scale } from '#components/charts/scale.ts';

/** Where the plot lies inside the drawing, in px. The same in every chart of a column, so that crosshairs line up. */
export type Plot = { left: number; top: number; width: number; height: number; from: number; to: number; scale: Scale };

export const TOP = 10;
export const AXIS_HEIGHT = 17;
export const RAIL_HEIGHT = 17;

export function xOf(plot: Plot, t: number): number {
  return plot.left + (plot.width * (t - plot.from)) / (plot.to - plot.from || 1);
}

export function yOf(plot: Plot, value: number): number {
  return plot.top + plot.height * (1 - position(plot.scale, value));
}

export function timeAt(plot: Plot, x: number): number {
  return plot.from + ((x - plot.left) / plot.width) * (plot.to - plot.from);
}

/** The width in px that the longest end label needs: a swatch and about 6.4 px per letter. At least 72 without a group. */
export function endLabelWidth(labels: readonly string[], groupWidth?: number): number {
  const needed = labels.length === 0 ? 0 : 24 + Math.max(...labels.map((label) => label.length)) * 6.4;
  const least = groupWidth ?? (labels.length === 0 ? 10 : 72);
  return Math.max(least, Math.min(140, needed));
}

/** The width in px of the axis: room for its longest tick, at about 6.4 px per letter, and never less than 40. */
export function tickWidth(ticks: readonly string[]): number {
  return Math.max(40, 6 + Math.max(0, ...ticks.map((tick) => tick.length)) * 6.4);
}
