import type { IncidentSeverity } from './incident.ts';

/** From when an incident had a severity, oldest first; the last one holds. */
export type SeverityStep = { from: number; severity: IncidentSeverity };
export type SeverityInterval = SeverityStep & { to: number };

/**
 * The intervals of each severity up to `until` (ms): what people-minutes are counted from. A step at or after `until` has
 * none.
 */
export function severityIntervals(steps: readonly SeverityStep[], until: number): SeverityInterval[] {
  return steps.flatMap((step, i) => {
    const to = Math.min(until, steps[i + 1]?.from ?? until);
    return to > step.from ? [{ ...step, to }] : [];
  });
}
