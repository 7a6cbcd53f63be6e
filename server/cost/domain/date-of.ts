import { DAY_MS } from '#server/platform/pure/durations.ts';

/** `2026-03-21` of a day since 1970. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
