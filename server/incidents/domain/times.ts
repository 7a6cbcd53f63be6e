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
  ['resolved', 'impact_start'],
  ['resolved', 'mitigated'],
];

const WORDS: Record<TimeField, string> = {
  impact_start: 'the start of the impact',
  ...{ detected: 'detection', acknowledged: 'acknowledgement', mitigated: 'mitigation', resolved: 'resolution' },
};

/** The first time that contradicts another or lies ahead of `now`, with a sentence; null where all fit. */
export function timesFault(times: IncidentTimes, now: number): { field: TimeField; sentence: string } | null {
  for (const field of TIME_FIELDS) {
    const at = times[field];
    if (at !== null && at > now) return { field, sentence: `The time of ${WORDS[field]} lies ahead.` };
  }
  for (const [field, before] of AFTER) {
    const [at, first] = [times[field], times[before]];
    if (at !== null && first !== null && at < first) {
      return { field, sentence: `The time of ${WORDS[field]} is before ${WORDS[before]}.` };
    }
  }
  return null;
}
