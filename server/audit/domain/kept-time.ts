/** 9999-12-31T23:59:59.999Z: the last millisecond of a year with four digits. */
const LAST_MS = 253_402_300_799_999;

/**
 * Whether milliseconds since 1970 are a time that JavaScript, `timestamptz` and RFC 3339 hold alike, and that can be
 * moved by a range and written again: 1970 to 9999. Postgres knows no year 0; `Date` writes years past 9999 in another form.
 */
export const isKeptTime = (ms: number): boolean => ms >= 0 && ms <= LAST_MS;
