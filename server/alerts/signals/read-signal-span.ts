import { labelsKey } from '#server/alerts/domain/traffic.ts';
import type { Cells, ReadSpan } from '#server/alerts/evaluate/read-traffic.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { numberConditions, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import { emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

/** What signals are kept by. */
export const SIGNAL_GROUPINGS = ['prompt', 'environment'] as const;

type Row = { ms: number; environment: number | null; prompt: number | null; scanned: number; found: number };

/**
 * The signals of every series in a range, in the form of traffic: `n` counts scanned requests, `errors` those that are
 * counted. Steps of whole hours are read from hours, others from minutes. Cost: a row a group and minute or hour.
 */
export const readSignalSpan: ReadSpan = async (ctx, { dimensions, span, stepMs, filter: given }) => {
  const slot = slotOf(ctx.project);
  const filter = await resolveFilter(ctx, { environment: given?.environment, prompt: given?.prompt });
  const cells: Cells = new Map();
  if (filter.empty) return cells;
  const isHours = stepMs % HOUR_MS === 0;
  const column = (name: 'environment' | 'prompt') => (dimensions.includes(name) ? name : `null::int4 as ${name}`);
  const conditions = numberConditions(filter).map((condition) => ` and ${condition}`);
  const rows = await ctx.sql.unsafe<Row[]>(
    `select floor(extract(epoch from bucket) * 1000 / $4)::float8 * $4 as ms, ${column('environment')}, ${column('prompt')},
       sum(scanned)::float8 as scanned, sum(found)::float8 as found
     from signal_rollup
     where slot = $1 and tier = ${isHours ? 2 : 1} and bucket >= $2 and bucket < $3 ${conditions.join('')}
     group by 1, 2, 3`,
    [slot, new Date(span.from), new Date(span.to), stepMs],
  );
  const texts = (name: 'environment' | 'prompt') =>
    storeOf(ctx).names.texts(slot, name, [...new Set(rows.flatMap((row) => row[name] ?? []))]);
  const names = { environment: await texts('environment'), prompt: await texts('prompt') };
  for (const { ms, scanned, found, ...numbers } of rows) {
    const labels = Object.fromEntries(
      SIGNAL_GROUPINGS.flatMap((name) => {
        const text = numbers[name] === null ? undefined : names[name].get(numbers[name]);
        return text === undefined ? [] : [[name, text]];
      }),
    );
    const key = labelsKey(labels);
    const series = cells.get(key) ?? { labels, cells: new Map(), baselines: new Map() };
    series.cells.set(ms, { ...emptyCell(), n: scanned, errors: found });
    cells.set(key, series);
  }
  return cells;
};
