import { valueAt } from './chart-data.ts';
import type { Series } from './chart-types.ts';
import { momentLabel } from './time-ticks.ts';

const ROWS_MAX = 48;

/** The numbers of the drawing as a table for screen readers: every n-th moment when there are many. */
export function ChartTable({
  label,
  series,
  moments,
  format,
}: {
  label: string;
  series: readonly Series[];
  moments: readonly number[];
  format: (value: number) => string;
}) {
  const shown = series.filter((one) => one.kind !== 'band');
  const every = Math.ceil(moments.length / ROWS_MAX);
  return (
    // A table cannot be made 1 px wide, its wrapper can.
    <div className="sr-only">
      <table>
        <caption>
          {label}
          {every > 1 ? `, one of every ${every} of ${moments.length} moments` : ''}, times in UTC
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {shown.map((one) => (
              <th key={one.key} scope="col">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {moments
            .filter((_, index) => index % every === 0)
            .map((t) => (
              <tr key={t}>
                <th scope="row">{momentLabel(t)}</th>
                {shown.map((one) => {
                  const value = valueAt(one, t);
                  return <td key={one.key}>{value === null ? 'no data' : format(value)}</td>;
                })}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
