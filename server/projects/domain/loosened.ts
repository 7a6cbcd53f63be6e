/** How long whoever weakened a rule cannot alone let through what it guards: 24 hours. */
export const LOOSENED_MS = 24 * 3_600_000;

/** When somebody last weakened a rule, and what they did, as the end of a sentence that begins with who did it. */
export type Loosened = { at: Date; what: string };
