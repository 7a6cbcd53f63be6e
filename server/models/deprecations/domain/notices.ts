import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { Day } from './calendar-day.ts';

/**
 * Notices before a retirement, each sent once. Days are whole days of UTC until the retirement day.
 *
 * | input | notice | state after |
 * | --- | --- | --- |
 * | more than 90 days are left | none | nothing notified |
 * | a threshold (90, 30, 14, 7, 1) is reached that was not notified | that one | `notifiedDays` = that threshold |
 * | several are reached at once (late start, a worker that was down) | the newest only | the older ones count as notified |
 * | no threshold is reached since | none | unchanged |
 * | the retirement day itself, and 1 was not notified | 1, with 0 days left | `notifiedDays` = 1 |
 * | after the retirement day | none: the calendar shows it as retired | unchanged |
 * | the day moves later | none | `notifiedDays` falls to the newest threshold still reached: later ones are notified again |
 * | the day moves earlier | the newest threshold reached, if it was not notified | as above |
 * | the day is withdrawn or unknown | none | null: a new day starts from the beginning |
 * | a reading of an earlier day (clocks, late jobs) | none | unchanged |
 */
export const NOTICE_DAYS = [90, 30, 14, 7, 1] as const;
export type NoticeDays = (typeof NOTICE_DAYS)[number];

/** What was notified of one model's retirement. `readOn` is the day of the latest reading. */
export type NoticeState = { retiresOn: Day; notifiedDays: NoticeDays | null; readOn: Day };
export type Notice = { noticeDays: NoticeDays; daysLeft: number; retiresOn: Day };

const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/**
 * Returns the next state and the notice to send, if any, for a model of which it is known on `today` that it retires on
 * `retiresOn`; null where the day is unknown.
 */
export function stepNotices(
  state: NoticeState | null,
  { retiresOn, today }: { retiresOn: Day | null; today: Day },
): { state: NoticeState | null; notice: Notice | null } {
  if (state !== null && today < state.readOn) return { state, notice: null };
  if (retiresOn === null) return { state: null, notice: null };
  const daysLeft = daysBetween(today, retiresOn);
  const reached = NOTICE_DAYS.findLast((days) => daysLeft <= days) ?? null;
  const notified = state?.notifiedDays ?? null;
  const isNews = reached !== null && (notified === null || reached < notified);
  if (isNews && daysLeft >= 0) {
    return {
      state: { retiresOn, notifiedDays: reached, readOn: today },
      notice: { noticeDays: reached, daysLeft, retiresOn },
    };
  }
  const movedLater = state !== null && retiresOn > state.retiresOn;
  return {
    state: { retiresOn, notifiedDays: movedLater && !isNews ? reached : notified, readOn: today },
    notice: null,
  };
}
