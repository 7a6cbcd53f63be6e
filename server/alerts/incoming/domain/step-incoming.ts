import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import type { IncomingAlert } from './incoming-alert.ts';

/** The newest episode of an alert from outside. An episode is named by its `startsAt`. */
export type Episode = { episodeAt: Date; status: 'firing' | 'resolved'; statusAt: Date };

/**
 * How long after the end of an episode a message that says it fires is a late one. A sender that still says so after that
 * is believed: Alertmanager ends an alert whose Prometheus was silent for some minutes, and sends it again with the same
 * `startsAt` when Prometheus is back. A message delayed by 10 minutes does not occur: its webhook gives up after the
 * group's interval, 5 minutes unless set.
 */
export const LATE_MS = 10 * MINUTE_MS;

/** Clocks disagree by minutes. An episode that begins later than this is taken to begin now: no later message could end it. */
const AHEAD_MS = HOUR_MS;

export type Step = {
  /** `fire`: the alert is open after this. `resolve`: it is closed. `none`: the message says nothing new. */
  act: 'fire' | 'resolve' | 'none';
  /** What is known after the message. */
  episode: Episode;
};

/**
 * What a message does to an alert of which `known` is the newest episode:
 *
 * | its newest episode | firing | resolved |
 * | --- | --- | --- |
 * | none | fire | none (remembered: a firing of that episode that comes later opens nothing) |
 * | the same, firing | fire (seen again) | resolve |
 * | the same, ended for less than 10 minutes | none (late) | none |
 * | the same, ended for longer | fire | none |
 * | an older one | fire | resolve |
 * | a newer one | none (late) | none |
 *
 * So within 10 minutes the alerts that are open depend on which messages came, not on their order or repetition. A message
 * without `startsAt` is of the newest episode that fires; where none does, firing begins one now.
 */
export function stepIncoming(
  known: Episode | null,
  { status, ...given }: Pick<IncomingAlert, 'status' | 'startsAt'>,
  now: Date,
): Step {
  const startsAt =
    given.startsAt !== null && given.startsAt.getTime() > now.getTime() + AHEAD_MS ? now : given.startsAt;
  const next = (episodeAt: Date): Episode => ({ episodeAt, status, statusAt: now });
  if (known === null) {
    return { act: status === 'firing' ? 'fire' : 'none', episode: next(startsAt ?? now) };
  }
  if (startsAt === null && known.status === 'resolved') {
    return status === 'firing' ? { act: 'fire', episode: next(now) } : { act: 'none', episode: known };
  }
  const at = startsAt ?? known.episodeAt;
  const order = at.getTime() - known.episodeAt.getTime();
  if (order > 0) return { act: status === 'firing' ? 'fire' : 'resolve', episode: next(at) };
  if (order < 0) return { act: 'none', episode: known };
  if (known.status === 'firing') {
    return { act: status === 'firing' ? 'fire' : 'resolve', episode: next(at) };
  }
  const isLate = now.getTime() - known.statusAt.getTime() < LATE_MS;
  return status === 'firing' && !isLate ? { act: 'fire', episode: next(at) } : { act: 'none', episode: known };
}
