/** Which failed requests count as errors: all, or not those that the caller caused. */
export const ERROR_COUNTS = ['all', 'not_caller'] as const;
export type ErrorCount = (typeof ERROR_COUNTS)[number];

/** Statuses from 400 to 499 that say that the provider was busy or too slow. */
const PROVIDERS_FAULT = ['408', '425', '429'];

/**
 * Whether the error code of an event says that the request itself was wrong: an HTTP status from 400 to 499, other than a
 * time-out or a rate limit. Codes that are words, such as `invalid_json`, do not say whose fault it was, and count.
 */
export const isCallersFault = (code: string): boolean => /^4[0-9]{2}$/.test(code) && !PROVIDERS_FAULT.includes(code);
