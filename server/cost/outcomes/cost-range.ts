import { invalid } from '#server/platform/faults.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';

const DAYS = 30;
const DAYS_MAX = 400;

/** The range that a caller asks for: up to now, and of 30 days, unless said. 422 for one that is empty, or of over 400 days. */
export function costRange(asked: { from?: string; to?: string }, now: Date): { from: Date; to: Date } {
  const to = asked.to === undefined ? now : new Date(asked.to);
  const from = asked.from === undefined ? new Date(to.getTime() - DAYS * DAY_MS) : new Date(asked.from);
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  if (days <= 0 && asked.to === undefined)
    throw invalid('/from', 'invalid_range', '/from must be before now, or /to given.');
  if (days <= 0) throw invalid('/to', 'invalid_range', '/to must be after /from.');
  if (days > DAYS_MAX) throw invalid('/from', 'range_too_long', `/from must be at most ${DAYS_MAX} days before /to.`);
  return { from, to };
}
