import { HOUR_MS } from '#server/platform/pure/durations.ts';

/** The kinds of monitors that look at no series of ours, but at what other features find. */
export const CONDITION_KINDS = [
  ...(['budget', 'spend_jump', 'retirement', 'fallback', 'rollout', 'gate', 'drift', 'feedback'] as const),
] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

type Timers = { forMs: number; clearForMs: number; longestMs: number };

/** Most fire when they are found and end when they are not. */
const AT_ONCE: Timers = { forMs: 0, clearForMs: 0, longestMs: 0 };
/** Drift must be seen in two windows, which are of whole hours; near its limit it comes and goes. */
const TIMERS: Partial<Record<ConditionKind, Timers>> = {
  drift: { ...AT_ONCE, forMs: HOUR_MS, clearForMs: 6 * HOUR_MS },
  feedback: { ...AT_ONCE, clearForMs: HOUR_MS },
};

/** How long a condition of this kind must hold, and be gone. */
export const timersOf = (kind: ConditionKind): Timers => TIMERS[kind] ?? AT_ONCE;
