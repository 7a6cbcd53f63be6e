import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import type { ChannelKind } from './channel-kind.ts';

/** Pauses after each failed attempt; past the last a delivery is given up. */
export const BACK_OFF_MS = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  10 * HOUR_MS,
] as const;

/** A channel whose every delivery has failed for so long is disabled. */
export const FAILING_MS_MAX = 5 * DAY_MS;

/**
 * When a delivery is tried again after its n-th attempt (1 for the first) failed at `now` ms; null: never. `chance` in
 * `[0, 1)` spreads the pause by ± 20 %, so that deliveries that failed together do not return together.
 */
export function retryAt(attempt: number, now: number, chance: number): number | null {
  const pause = BACK_OFF_MS[attempt - 1];
  return pause === undefined ? null : now + Math.round(pause * (0.8 + 0.4 * chance));
}

/** `refused`: the same message would be refused again. `gone`: the receiver wants nothing more from us. */
export type DeliveryVerdict = 'delivered' | 'retry' | 'refused' | 'gone';

/** How an attempt ended. `blocked`: its address is not allowed. `status` null: there was no response. */
export type Attempt = { verdict: DeliveryVerdict | 'blocked'; status: number | null; response: string };

/**
 * What a status means. 410 disables the channel. PagerDuty and incident.io define 400 as final; every other receiver may
 * refuse for a while (a deployment, a wrong route), so that all but 2xx is tried again.
 */
export function judgeStatus(kind: ChannelKind, status: number): DeliveryVerdict {
  if (status >= 200 && status < 300) return 'delivered';
  if (status === 410) return 'gone';
  const isFinal = (kind === 'pagerduty' || kind === 'incident_io') && status === 400;
  return isFinal ? 'refused' : 'retry';
}

/** A receiver's words as they may be shown: printable, on one line, at most 200 characters. */
export const shownResponse = (text: string): string =>
  text
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
    .trim()
    .slice(0, 200);
