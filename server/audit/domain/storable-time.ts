import { DAY_MS } from '#server/platform/pure/durations.ts';

/** 9999-12-31T23:59:59.999Z: the last millisecond of a year with four digits. */
const LAST_MS = 253_402_300_799_999;

/**
 * Whether milliseconds since 1970 are a time that JavaScript, `timestamptz` and RFC 3339 can all represent: 1970 to
 * 9999. Postgres has no year 0; `Date` writes years past 9999 in another form.
 */
export const isStorableTime = (ms: number): boolean => ms >= 0 && ms <= LAST_MS;

/** 9000-01-01: a range that ends before can be widened to whole buckets of any size. */
const RANGE_END_MS = 221_845_392_000_000;
const RANGE_LENGTH_MS_MAX = 3_660 * DAY_MS;

/**
 * Whether `[from, to)` in ms can be queried: storable times and at most ten years, so that the equally long range
 * before it is valid too.
 */
export const isReadableRange = (from: number, to: number): boolean =>
  isStorableTime(from) && from < to && to <= RANGE_END_MS && to - from <= RANGE_LENGTH_MS_MAX;
