import { createLoader, createParser, parseAsStringLiteral, type SearchParams } from 'nuqs/server';
import { isReadableRange, isStorableTime } from '#server/audit/domain/storable-time.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from '#server/platform/pure/durations.ts';
import { RANGE_MS, RANGES, type Range } from '#server/telemetry/query/domain/range.ts';

/** What a series is compared with: the period right before, or the same hours a week before. */
export const COMPARISONS = ['previous', 'last_week'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A time in a URL; one outside of the years that can be stored, shifted and formatted is null. */
const parseAsKeptTime = createParser({
  parse: (text) => (isStorableTime(Date.parse(text)) ? new Date(text) : null),
  serialize: (at: Date) => at.toISOString(),
  eq: (one, other) => one.getTime() === other.getTime(),
});

/** The range in the URL: `?range=24h`, or `?from=…&to=…` for a custom one; `&compare=last_week`. */
export const timeRangeParsers = {
  range: parseAsStringLiteral(RANGES).withDefault('24h'),
  from: parseAsKeptTime,
  to: parseAsKeptTime,
  compare: parseAsStringLiteral(COMPARISONS),
};

export type TimeRangeState = { range: Range; from: Date | null; to: Date | null; compare: Comparison | null };

/** The range of a URL; values that cannot be parsed are ignored. */
export const readTimeRange = createLoader(timeRangeParsers);

/** `[from, to)`, and the window it is compared with. */
export type TimeWindow = {
  from: Date;
  to: Date;
  compare: { kind: Comparison; from: Date; to: Date } | null;
  /** Null for a custom range. */
  range: Range | null;
};

/**
 * The window of a range at `nowMs`. Its end is the next full minute (ranges up to a day) or the next full hour, so that
 * server and browser request the same window and a chart does not shift at every render.
 */
export function windowOf(state: TimeRangeState, nowMs: number): TimeWindow {
  const custom = state.from !== null && state.to !== null && isReadableRange(+state.from, +state.to);
  const from = custom && state.from ? state.from.getTime() : null;
  const to = custom && state.to ? state.to.getTime() : null;
  if (from !== null && to !== null) return withComparison(from, to, state.compare, null);
  const lengthMs = RANGE_MS[state.range];
  const stepMs = lengthMs <= DAY_MS ? MINUTE_MS : HOUR_MS;
  const end = Math.ceil(nowMs / stepMs) * stepMs;
  return withComparison(end - lengthMs, end, state.compare, state.range);
}

/** The window of a URL, for pages: `readTimeWindow(await searchParams, Date.now())`. */
export const readTimeWindow = (search: SearchParams, nowMs: number): TimeWindow =>
  windowOf(readTimeRange(search), nowMs);

function withComparison(from: number, to: number, kind: Comparison | null, range: Range | null): TimeWindow {
  const shift = kind === 'last_week' ? WEEK_MS : to - from;
  const compare = kind === null ? null : { kind, from: new Date(from - shift), to: new Date(to - shift) };
  return { from: new Date(from), to: new Date(to), compare, range };
}

/** `1 h`, `24 h`, `7 d`. */
export function rangeLabel(range: Range): string {
  return `${Number.parseInt(range, 10)}\u00a0${range.endsWith('h') ? 'h' : 'd'}`;
}
