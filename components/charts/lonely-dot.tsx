import type { ChartRow } from './chart-data.ts';
import type { Series } from './chart-types.ts';
import { colourOf } from './series-style.ts';

type DotProps = { cx?: number; cy?: number; index?: number };

/** A measurement without neighbours makes no line: it is drawn as a point, so that one event can be seen. */
export function lonelyDot(rows: readonly ChartRow[], series: Series) {
  const known = (index: number) => typeof rows[index]?.[series.key] === 'number';
  return function LonelyDot({ cx, cy, index = -1 }: DotProps) {
    const alone = known(index) && !known(index - 1) && !known(index + 1);
    if (!alone || cx === undefined || cy === undefined) return <g key={index} />;
    return <circle key={index} cx={cx} cy={cy} r="2.5" fill={colourOf(series)} />;
  };
}
