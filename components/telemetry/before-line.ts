import type { Point, Series } from '#components/charts/time/chart-types.ts';

/** The time that the page is compared with, as one dashed grey line; none without a comparison. */
export function beforeLine(points: Point[] | null): Series[] {
  if (points === null) return [];
  return [{ key: 'before', label: 'before', colour: 'var(--axis)', kind: 'line', dashed: true, points }];
}
