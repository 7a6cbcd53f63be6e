import { DAY_MS } from '#server/platform/pure/durations.ts';

/** How long a person who weakened a rule cannot alone approve what it guards: 24 hours. */
export const WEAKENED_MS = DAY_MS;

/** When a person last weakened a rule, and how. `what` continues a sentence that begins with the person. */
export type Weakened = { at: Date; what: string };
