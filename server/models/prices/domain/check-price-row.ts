import { isStorableTime } from '#server/audit/domain/storable-time.ts';
import { readAmount } from './amount.ts';
import { clockMinutes, DAYS, type Day, type Hours, WEEK_MINUTES, weekLength, weekOf, zoneName } from './hours.ts';
import { CACHE_TTLS, isMeterName, METERS } from './meters.ts';
import { type Conditions, PRICE_STATES, type PriceRow } from './price-row.ts';

/** A price row as it is sent. Null equals a field that is left out. */
export type PriceRowEntry = {
  meter: string;
  per: number;
  amount: string | number;
  currency?: string | null;
  effective_from: string;
  effective_to?: string | null;
  when?: ConditionsEntry | null;
  state?: string | null;
  source_url?: string | null;
  checked_at?: string | null;
};
export type ConditionsEntry = {
  service_tier?: string | null;
  region?: string | null;
  speed?: string | null;
  cache_ttl?: string | null;
  input_tokens_gte?: number | null;
  hours?: { tz: string; days?: readonly string[] | null; from: string; to: string } | null;
};

/** What is wrong with one field; `path` is a JSON pointer. */
export type Problem = { path: string; code: string; message: string };

const PER_MAX = 1_000_000_000_000;
const TOKENS_MAX = 2_147_483_647;
const NAME = /^[a-z0-9][a-z0-9_.:-]{0,59}$/;

/**
 * The row that an entry describes, or everything that is wrong with it, by field below `path`. Ties between rows:
 * `tiesOf`.
 */
export function readPriceRow(
  entry: PriceRowEntry,
  path: string,
  id: string,
): { row: PriceRow; problems?: undefined } | { row?: undefined; problems: Problem[] } {
  const problems: Problem[] = [];
  const wrong = (field: string, code: string, message: string): null => {
    problems.push({ path: `${path}/${field}`, code, message });
    return null;
  };
  const meter = isMeterName(entry.meter) ? entry.meter : wrong('meter', 'unknown_meter', meterHint());
  const amount = readAmount(entry.amount);
  if (amount.problem) wrong('amount', amount.problem.code, amount.problem.message);
  if (!Number.isSafeInteger(entry.per) || entry.per < 1 || entry.per > PER_MAX) {
    wrong('per', 'out_of_range', 'How many units the amount is for: a whole number from 1, such as 1000000.');
  }
  const currency = entry.currency ?? 'USD';
  if (currency !== 'USD') {
    wrong('currency', 'unknown_currency', 'Prices are kept in USD. Convert it at the rate that you are billed at.');
  }
  const from = instantOf(entry.effective_from) ?? wrong('effective_from', 'invalid_time', TIME_HINT);
  const to = entry.effective_to == null ? null : instantOf(entry.effective_to);
  if (entry.effective_to != null && to === null) wrong('effective_to', 'invalid_time', TIME_HINT);
  if (from !== null && to !== null && to <= from) {
    wrong('effective_to', 'ends_before_it_begins', 'A time after effective_from, at which the price ends.');
  }
  const state = PRICE_STATES.find((known) => known === (entry.state ?? 'listed'));
  if (state === undefined) wrong('state', 'unknown_state', `One of ${PRICE_STATES.join(', ')}.`);
  if (entry.source_url != null && !/^https?:\/\/[^\s]{1,1990}$/.test(entry.source_url)) {
    wrong('source_url', 'invalid_url', 'An address that begins with https:// or http://.');
  }
  const checked = entry.checked_at == null ? null : instantOf(entry.checked_at);
  if (entry.checked_at != null && checked === null) wrong('checked_at', 'invalid_time', TIME_HINT);
  const when = readConditions(entry.when ?? {}, entry.meter, (field, code, message) =>
    wrong(`when/${field}`, code, message),
  );
  if (problems.length > 0 || meter === null || from === null || amount.problem || state === undefined) {
    return { problems };
  }
  return {
    row: {
      id,
      meter,
      per: entry.per,
      amountPico: amount.pico,
      currency: 'USD',
      effectiveFromMs: from,
      effectiveToMs: to,
      when,
      state,
      sourceUrl: entry.source_url ?? null,
      checkedAtMs: checked,
    },
  };
}

type Wrong = (field: string, code: string, message: string) => null;

function readConditions(entry: ConditionsEntry, meter: string, wrong: Wrong): Conditions {
  const when: Conditions = {};
  for (const [field, name] of [
    ['service_tier', 'serviceTier'],
    ['region', 'region'],
    ['speed', 'speed'],
  ] as const) {
    const value = entry[field];
    if (value == null) continue;
    if (NAME.test(value)) when[name] = value;
    else wrong(field, 'invalid_name', '1 to 60 of a–z, 0–9, "_", ".", ":" and "-", in lower case.');
  }
  if (entry.cache_ttl != null) {
    const ttl = CACHE_TTLS.find((known) => known === entry.cache_ttl);
    if (ttl === undefined) wrong('cache_ttl', 'unknown_ttl', `One of ${CACHE_TTLS.join(', ')}.`);
    else if (meter !== 'tokens_cache_write') {
      wrong('cache_ttl', 'wrong_meter', 'Only what is written to a cache (tokens_cache_write) has a time to live.');
    } else when.cacheTtl = ttl;
  }
  const tokens = entry.input_tokens_gte;
  if (tokens != null) {
    if (Number.isInteger(tokens) && tokens >= 1 && tokens <= TOKENS_MAX) when.inputTokensGte = tokens;
    else wrong('input_tokens_gte', 'out_of_range', 'A whole number of input tokens from 1.');
  }
  if (entry.hours != null) {
    const hours = readHours(entry.hours, (field, code, message) => wrong(`hours/${field}`, code, message));
    if (hours !== null) when.hours = hours;
  }
  return when;
}

function readHours(entry: NonNullable<ConditionsEntry['hours']>, wrong: Wrong): Hours | null {
  const tz = zoneName(entry.tz);
  const days = (entry.days ?? DAYS).filter((day): day is Day => DAYS.some((known) => known === day));
  const from = clockMinutes(entry.from);
  const to = clockMinutes(entry.to);
  if (tz === null) wrong('tz', 'unknown_time_zone', 'A time zone such as UTC or Asia/Shanghai.');
  if (days.length === 0 || days.length !== (entry.days ?? DAYS).length) {
    wrong('days', 'unknown_day', `One or more of ${DAYS.join(', ')}.`);
  }
  if (from === null || entry.from === '24:00') wrong('from', 'invalid_clock', 'A time of day from 00:00 to 23:59.');
  if (to === null) wrong('to', 'invalid_clock', 'A time of day from 00:00 to 24:00.');
  if (from !== null && from === to) wrong('to', 'no_hours', 'Another time than from; for whole days 00:00 to 24:00.');
  if (tz === null || days.length === 0 || from === null || to === null || from === to) return null;
  const hours: Hours = { tz, days, from: entry.from, to: entry.to };
  if (weekLength(weekOf(hours)) < WEEK_MINUTES) return hours;
  return wrong('days', 'all_week', 'These hours are all of the week: leave hours out.');
}

const TIME_HINT = 'A time such as 2026-05-01T00:00:00Z, or a date.';
const meterHint = () => `One of ${Object.keys(METERS).join(', ')}, or tool_calls:NAME.`;

const INSTANT = /^(\d{4}-\d\d-\d\d)(?:[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d))?$/;

/** The text that was read last: all rows of an imported catalogue begin at the same time. */
let last: { text: string; ms: number | null } = { text: '', ms: null };

/** Milliseconds of an RFC 3339 time or the start of a UTC day. Null for a text that is no time, such as 30 February. */
function instantOf(text: string): number | null {
  if (last.text !== text) last = { text, ms: parseInstant(text) };
  return last.ms;
}

function parseInstant(text: string): number | null {
  const day = INSTANT.exec(text)?.[1];
  if (day === undefined) return null;
  const ms = Date.parse(text);
  const dayMs = Date.parse(day);
  if (Number.isNaN(ms) || Number.isNaN(dayMs) || !isStorableTime(ms)) return null;
  return new Date(dayMs).toISOString().startsWith(day) ? ms : null;
}
