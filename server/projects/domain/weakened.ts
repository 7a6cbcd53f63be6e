import { DAY_MS } from '#server/platform/pure/durations.ts';

/** How long whoever weakened a rule cannot alone let through what it guards: 24 hours. */
export const WEAKENED_MS = DAY_MS;

/** When somebody last weakened a rule, and what they did, as the end of a sentence that begins with who did it. */
export type Weakened = { at: Date; what: string };
