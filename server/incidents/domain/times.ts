import type { IncidentState } from './incident.ts';

/** The times of an incident, in the order in which they happen. `impact_start`: the first bad minute. */
export const TIME_FIELDS = ['impact_start', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const;
export type TimeField = (typeof TIME_FIELDS)[number];

/** Milliseconds since 1970; null = not known, or not yet. */
export type IncidentTimes = Record<TimeField, number | null>;

export type Durations = {
  /** Detected − impact start, ms. 0 where it was detected before the impact. */
  detectMs: number | null;
  /** Acknowledged − detected. */
  acknowledgeMs: number | null;
  /** Mitigated − impact start: what dashboards call MTTR. */
  mitigateMs: number | null;
  /** Resolved − impact start. */
  resolveMs: number | null;
  /** Detected before the impact began, as by a drift alert or a canary. */
  proactive: boolean;
  unknownStart: boolean;
};

const less = (later: number | null, earlier: number | null): number | null =>
  later === null || earlier === null ? null : Math.max(0, later - earlier);

/** How long each took, from the times as they stand. */
export function durationsOf(times: IncidentTimes): Durations {
  const { impact_start, detected, acknowledged, mitigated, resolved } = times;
  return {
    detectMs: less(detected, impact_start),
    acknowledgeMs: less(acknowledged, detected),
    mitigateMs: less(mitigated, impact_start),
    resolveMs: less(resolved, impact_start),
    proactive: detected !== null && impact_start !== null && detected < impact_start,
    unknownStart: impact_start === null,
  };
}

/** Times that cannot be earlier than another one. Detection may come before the impact; acknowledging may not. */
const AFTER: readonly [TimeField, TimeField][] = [
  ['acknowledged', 'detected'],
  ['mitigated', 'impact_start'],
  ['mitigated', 'detected'],
  ['resolved', 'impact_start'],
  ['resolved', 'detected'],
  ['resolved', 'acknowledged'],
  ['resolved', 'mitigated'],
];

/** How long before its detection an impact can have begun, days: raw events are rarely kept for longer. */
export const START_DAYS_MAX = 90;
const DAY_MS = 86_400_000;

/** Whether an impact began too long before it was detected to be believed; both ms since 1970. */
export const isTooEarly = (impactStart: number, detected: number): boolean =>
  detected - impactStart > START_DAYS_MAX * DAY_MS;

const WORDS: Record<TimeField, string> = {
  impact_start: 'the start of the impact',
  ...{ detected: 'detection', acknowledged: 'acknowledgement', mitigated: 'mitigation', resolved: 'resolution' },
};

export type TimeFault = { field: TimeField; sentence: string };

/**
 * The first of the times `given` that contradicts another or lies ahead of `now`, with a sentence that says what to do; null
 * where all fit. Times that stood before are not held against each other: whoever changes one may not know the rest.
 */
export function timesFault(
  times: IncidentTimes,
  now: number,
  given: readonly TimeField[] = TIME_FIELDS,
): TimeFault | null {
  for (const field of given) {
    const at = times[field];
    if (at !== null && at > now)
      return { field, sentence: `The time of ${WORDS[field]} lies ahead. Give one that has passed.` };
  }
  for (const [field, before] of AFTER) {
    const [at, first] = [times[field], times[before]];
    if (at === null || first === null || at >= first) continue;
    const changed = [field, before].find((one) => given.includes(one));
    if (changed === undefined) continue;
    const order = `${WORDS[field]} (${field}, ${utc(at)}) is before ${WORDS[before]} (${before}, ${utc(first)})`;
    return { field: changed, sentence: `The time of ${order}. Correct one of the two.` };
  }
  const { impact_start: start, detected } = times;
  const changed = (['impact_start', 'detected'] as const).find((one) => given.includes(one));
  if (changed !== undefined && start !== null && detected !== null && isTooEarly(start, detected)) {
    const sentence = `impact_start is more than ${START_DAYS_MAX} days before detected (${utc(detected)}). Give a later one, or null where it is not known.`;
    return { field: changed, sentence };
  }
  return null;
}

const utc = (at: number): string => new Date(at).toISOString();

const HAS_MITIGATED: readonly IncidentState[] = ['mitigated', 'resolved', 'closed'];
const HAS_RESOLVED: readonly IncidentState[] = ['resolved', 'closed'];

/** The first time that an incident in `state` cannot be `given`, with a sentence that names the state to set; null where all fit. */
export function stateTimesFault(given: Partial<IncidentTimes>, state: IncidentState): TimeFault | null {
  if (given.detected === null)
    return { field: 'detected', sentence: 'Every incident has been detected. Give the time of it.' };
  if (given.mitigated != null && !HAS_MITIGATED.includes(state)) {
    const sentence = `An incident that is ${state} has no time of mitigation. Send state "mitigated" with it.`;
    return { field: 'mitigated', sentence };
  }
  if (given.resolved != null && !HAS_RESOLVED.includes(state)) {
    const sentence = `An incident that is ${state} has no time of resolution. Send state "resolved" with it.`;
    return { field: 'resolved', sentence };
  }
  if (given.resolved === null && HAS_RESOLVED.includes(state)) {
    return { field: 'resolved', sentence: `An incident that is ${state} has been resolved. Give the time of it.` };
  }
  return null;
}
