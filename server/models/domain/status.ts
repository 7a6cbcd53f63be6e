import { DAY_MS } from '#server/platform/pure/durations.ts';

/** The stages of a model's life. */
export const MODEL_STATUSES = ['preview', 'active', 'deprecated', 'retiring', 'retired'] as const;
export type ModelStatus = (typeof MODEL_STATUSES)[number];

/** Calendar dates, UTC, `YYYY-MM-DD`. */
export type LifeDates = { deprecationDate: string | null; retirementDate: string | null };

/** From this many days before its retirement a model is `retiring`. */
export const RETIRING_DAYS = 90;

/** Whole days from the UTC day of `now` to `date`; negative once it is past. */
export const daysUntil = (date: string, now: Date): number =>
  Math.round((Date.parse(`${date}T00:00:00Z`) - Math.floor(now.getTime() / DAY_MS) * DAY_MS) / DAY_MS);

/**
 * `preview` before its release; `retired` from its retirement date on; `retiring` in the 90 days before it; `deprecated`
 * from its deprecation date on, or as soon as a retirement is set at all; else `active`. The date itself already counts.
 */
export function modelStatus(
  { deprecationDate, retirementDate, releasedAt = null }: LifeDates & { releasedAt?: string | null },
  now: Date,
): ModelStatus {
  const left = retirementDate === null ? null : daysUntil(retirementDate, now);
  if (left !== null && left <= 0) return 'retired';
  if (left !== null && left <= RETIRING_DAYS) return 'retiring';
  if (left !== null || (deprecationDate !== null && daysUntil(deprecationDate, now) <= 0)) return 'deprecated';
  return releasedAt !== null && daysUntil(releasedAt, now) > 0 ? 'preview' : 'active';
}

/** Days until the model retires, or, where no retirement is set, until it is deprecated; null without either date. */
export function daysLeft({ deprecationDate, retirementDate }: LifeDates, now: Date): number | null {
  const date = retirementDate ?? deprecationDate;
  return date === null ? null : daysUntil(date, now);
}

/** Why dates of a model contradict one another, at their field; null where they do not. Days compare as texts. */
export function datesProblem(
  dates: LifeDates & { releasedAt: string | null },
): { path: string; code: string; message: string } | null {
  const { releasedAt, deprecationDate, retirementDate } = dates;
  const wrong = (field: string, message: string) => ({
    ...{ path: `/${field}`, code: 'dates_out_of_order', message: `/${field}: ${message}` },
  });
  if (releasedAt !== null && retirementDate !== null && retirementDate < releasedAt) {
    return wrong('retirement_date', `it would retire on ${retirementDate}, before its release on ${releasedAt}.`);
  }
  if (releasedAt !== null && deprecationDate !== null && deprecationDate < releasedAt) {
    return wrong(
      'deprecation_date',
      `it would be deprecated on ${deprecationDate}, before its release on ${releasedAt}.`,
    );
  }
  if (deprecationDate !== null && retirementDate !== null && retirementDate < deprecationDate) {
    return wrong(
      'retirement_date',
      `it would retire on ${retirementDate}, before its deprecation on ${deprecationDate}.`,
    );
  }
  return null;
}
