import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { quantile } from '#server/stats/quantile.ts';
import { metricValue } from '#server/telemetry/query/domain/metric.ts';
import type { CellMetric } from '#server/telemetry/query/domain/metric-name.ts';
import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { Figures } from './figures.ts';
import type { Baseline } from './reading.ts';

/** A value of some hours, and from how many values it is; null where there are none. */
export type PastValue = { value: number | null; n: number };

/** Days whose same hour is looked at, and least of them that must be usable. */
const BASELINE_DAYS = 7;
const DAYS_MIN = 3;
const N_MIN = 100;
const TRAILING_N_MIN = 200;

/**
 * The hours that say what is usual at `at`: of each of the last seven days the hour of the day and the ones beside it. The
 * hour before `at` is never among them.
 */
export function sameHours(at: number): Span[][] {
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  return Array.from({ length: BASELINE_DAYS }, (_, day) =>
    [-1, 0, 1].map((off) => {
      const from = hour - (day + 1) * DAY_MS + off * HOUR_MS;
      return { from, to: from + HOUR_MS };
    }),
  );
}

/** The mean of values, each weighted by how many it is of. */
function meanOf(days: readonly PastValue[]): PastValue {
  let [sum, n] = [0, 0];
  for (const day of days) {
    if (day.value === null) continue;
    sum += day.value * day.n;
    n += day.n;
  }
  return { value: n === 0 ? null : sum / n, n };
}

/**
 * What is usual: the median over the days with at least 100 values, where there are three; else the day before, without its
 * last hour, where it has 200 values; else, of a mean, the mean of the same hours of all days together, where they have 100;
 * else what the rule pins; else nothing. Of shares the mean is taken instead of the median, which is too low where few fail.
 */
function baselineOf(
  measure: Measure,
  { days, trailing, pinned }: { days: readonly PastValue[]; trailing: PastValue; pinned: number | null },
): Baseline {
  const usable = days.flatMap(({ value, n }) => (value !== null && n >= N_MIN ? [{ value, n }] : []));
  const sum = (list: readonly { n: number }[]) => list.reduce((total, { n }) => total + n, 0);
  const values = usable.map(({ value }) => value);
  const middle = measure === 'failed_outcomes' ? meanOf(usable).value : quantile(values, 0.5);
  if (usable.length >= DAYS_MIN && middle !== null) return { value: middle, n: sum(usable), from: 'same_hours' };
  if (trailing.value !== null && trailing.n >= TRAILING_N_MIN) {
    return { value: trailing.value, n: trailing.n, from: 'trailing_day' };
  }
  const together = measure === 'quality' || measure === 'failed_outcomes' ? meanOf(days) : null;
  if (together !== null && together.value !== null && together.n >= N_MIN)
    return { value: together.value, n: together.n, from: 'same_hours_together' };
  return pinned === null ? null : { value: pinned, n: 0, from: 'pinned' };
}

/** `[from, to)` in ms. */
export type Span = { from: number; to: number };

/** The past of a series by the hour, and the hours that alerts spoiled. */
export type Past = { at: number; hours: ReadonlyMap<number, Cell>; excluded: readonly Span[] };

/** What a baseline is a value of. */
export type Measure = 'p99' | 'quality' | 'failed_outcomes' | 'injection' | CellMetric;

/**
 * The baseline of a measure at `past.at`: hours that touch an alert of the series are left out. A baseline of 0 cannot be
 * compared with, except for signals.
 */
export function baselineAt({ at, hours, excluded }: Past, measure: Measure, pinned: number | null): Baseline {
  const good = (list: readonly Span[]): PastValue => {
    const cells = list.flatMap(({ from, to }) => {
      const cell = hours.get(from);
      const isSpoiled = excluded.some((span) => span.from < to && span.to > from);
      return cell === undefined || isSpoiled ? [] : [cell];
    });
    return pastValueOf(measure, new Figures(sumCells(cells)));
  };
  const usual = baselineOf(measure, { days: sameHours(at).map(good), trailing: good(trailingHours(at)), pinned });
  // Nothing at all is usual for signals; other values are divided by.
  return usual === null || measure === 'injection' || usual.value > 0 ? usual : null;
}

/** The 24 hours before `at` without the last one. */
export function trailingHours(at: number): Span[] {
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  return Array.from({ length: 23 }, (_, back) => {
    const from = hour - (back + 2) * HOUR_MS;
    return { from, to: from + HOUR_MS };
  });
}

function pastValueOf(measure: Measure, figures: Figures): PastValue {
  if (measure === 'p99') return { value: figures.p99, n: figures.n };
  if (measure === 'injection')
    return { value: figures.n === 0 ? null : (100 * figures.errors) / figures.n, n: figures.n };
  if (measure === 'quality') return { value: figures.quality?.mean ?? null, n: figures.quality?.n ?? 0 };
  if (measure === 'failed_outcomes') {
    const { outcomeN: n, outcomeOk } = figures.cell;
    // Half a failure more than there was: a share of 0 is no baseline to compare with.
    return { value: n === 0 ? null : (n - outcomeOk + 0.5) / (n + 1), n };
  }
  return { value: figures.n === 0 ? null : metricValue(measure, figures.cell), n: figures.n };
}
