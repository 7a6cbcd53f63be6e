import type { IncidentSeverity } from '#server/incidents/domain/incident.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { DUE_DAYS, REVIEW_DAYS } from './postmortem.ts';

/** The day (UTC) of a moment, `2026-11-27`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The day by which an action item that is made now is proposed to be done. */
export const proposedDueOn = (severity: IncidentSeverity, now: Date): string =>
  dayOf(new Date(now.getTime() + DUE_DAYS[severity] * DAY_MS));

/** The day by which the post-mortem of an incident is to be published; null: none is asked for, or it is not resolved. */
export function reviewDueOn({ severity, resolvedAt }: { severity: IncidentSeverity; resolvedAt: Date | null }) {
  const days = REVIEW_DAYS[severity];
  return days === null || resolvedAt === null ? null : dayOf(new Date(resolvedAt.getTime() + days * DAY_MS));
}

/** Whole days from today until `day`; negative where it is over. */
export const daysUntil = (day: string, now: Date): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${dayOf(now)}T00:00:00Z`)) / DAY_MS);

/** Whether people are reminded on this day: two days before, on the day, on the three days after it, then once a week. */
export const isReminded = (daysLeft: number): boolean =>
  daysLeft === 2 || (daysLeft <= 0 && daysLeft >= -3) || (daysLeft < 0 && daysLeft % 7 === 0);
