import { isLouder, type Severity } from '#server/alerts/domain/alert.ts';
import { FLAPPING_INTERVAL_MS, GROUP_INTERVAL_MS, PAGE_REPEAT_MS, REOPEN_MS, REPEAT_MS } from './grouping.ts';
import { loudestOf } from './inhibit.ts';

/** Why a group is told. `reopened`: what was told as over fires again within half an hour, so nobody is paged. */
export const NOTICE_REASONS = [
  ...(['first', 'added', 'reopened', 'silence_ended', 'worse', 'repeat', 'resolved_some', 'resolved_all'] as const),
  ...(['acknowledged', 'escalated', 'change', 'follow_up', 'test', 'message'] as const),
] as const;
export type NoticeReason = (typeof NOTICE_REASONS)[number];

/** An alert of a group as the decision sees it. Times in ms. */
export type GroupAlert = {
  fingerprint: string;
  severity: Severity;
  openedAt: number;
  resolvedAt: number | null;
  isAcknowledged: boolean;
  isFlapping: boolean;
  /** End of the silence that hides it; null: none does. */
  silencedUntil: number | null;
  isInhibited: boolean;
};

/** What a channel was told of a group: fingerprints that fired, that were over, and that a silence hid. */
export type GroupState = {
  toldAt: number | null;
  firing: string[];
  resolved: string[];
  silenced: string[];
  /** The loudest severity that it was told of as firing; left out where it was not told. */
  loudest?: Severity;
  /** Its receiver knows that somebody looks after all of it; left out where it was not told. */
  isAcknowledged?: boolean;
};

export type ChannelRules = {
  sendsResolved: boolean;
  /** Its receiver pages again after a resolve, so a resolve is told only when the alert cannot reopen. */
  holdsResolve: boolean;
  /** Its receiver pages on its own until somebody acknowledges, so it is told that somebody did here. */
  tellsAcknowledged?: boolean;
  /** When the working hours begin for which tickets wait (ms); null: they may be told now. */
  ticketsWaitUntil?: number | null;
};

export type GroupDecision = {
  /** Null: nothing is sent. */
  reason: NoticeReason | null;
  state: GroupState;
  /** When to look again without any further alert; null: never. */
  dueAt: number | null;
  /** What fires and is neither silenced nor inhibited, and what is newly over. */
  firing: string[];
  resolved: string[];
};

/**
 * Decides whether a channel is told of a group. After Alertmanager's `needsUpdate`, first line that holds:
 *
 * | what was told | now | decision |
 * | --- | --- | --- |
 * | nothing | something fires | `first` |
 * | nothing | nothing fires | nothing |
 * | A | A and B fire | `added`; `reopened` where B was told as over and is the same alert |
 * | A, hidden by a silence since | the silence is over, A fires | `silence_ended` |
 * | A | A fires, louder than what was told (a ticket became a page) | `worse` |
 * | A | nothing fires | `resolved_all`; where the channel wants no resolves it is recorded and not sent (alertmanager#1063) |
 * | A and B | A fires, B is over | `resolved_some`; without resolves recorded and not sent |
 * | A | A fires, and each alert is acknowledged since | `acknowledged`, where the receiver is to know |
 * | A | A fires, as long as the repeat interval, and somebody has yet to acknowledge | `repeat` |
 * | A | A fires | nothing |
 *
 * A silenced or inhibited alert counts as not firing for what is told, and not as over either. Changes of flapping alerts
 * alone wait for an hour after the last notification. What is about tickets alone waits for working hours.
 */
export function decideNotification(
  state: GroupState,
  alerts: readonly GroupAlert[],
  rules: ChannelRules,
  now: number,
): GroupDecision {
  const told = new Set(state.firing);
  const isHeld = (one: GroupAlert) =>
    rules.holdsResolve && one.resolvedAt !== null && told.has(one.fingerprint) && one.resolvedAt + REOPEN_MS > now;
  const isMuted = (one: GroupAlert) => one.resolvedAt === null && (one.silencedUntil !== null || one.isInhibited);
  const active = alerts.filter((one) => one.resolvedAt === null || isHeld(one));
  const loud = active.filter((one) => !isMuted(one));
  const still = new Set(active.filter((one) => !isMuted(one) || told.has(one.fingerprint)).map(fingerprintOf));
  const over = state.firing.filter((one) => !still.has(one));
  const fresh = loud.filter((one) => !told.has(one.fingerprint));
  const silenced = active.filter((one) => one.silencedUntil !== null).map(fingerprintOf);
  const unsilenced = loud.filter((one) => told.has(one.fingerprint) && state.silenced.includes(one.fingerprint));

  const step = (): NoticeReason | 'record' | null => {
    if (fresh.length > 0) return freshReason(state, fresh);
    if (unsilenced.length > 0) return 'silence_ended';
    if (isWorse(state, loud)) return 'worse';
    if (over.length > 0) return rules.sendsResolved ? (still.size === 0 ? 'resolved_all' : 'resolved_some') : 'record';
    if (isAcknowledgedSince(state, loud, rules)) return 'acknowledged';
    return isRepeatDue(state, loud, now) ? 'repeat' : null;
  };
  const wanted = step();
  const changed = [...fresh.map(fingerprintOf), ...over];
  const flapping = new Set(alerts.filter((one) => one.isFlapping).map(fingerprintOf));
  const ended = new Set(over);
  const about = [...loud, ...alerts.filter((one) => ended.has(one.fingerprint))];
  const isOfTickets = about.length > 0 && about.every(({ severity }) => severity === 'ticket');
  const opensAt = isOfTickets ? (rules.ticketsWaitUntil ?? null) : null;
  const flaps =
    changed.length > 0 &&
    changed.every((one) => flapping.has(one)) &&
    state.toldAt !== null &&
    now < state.toldAt + FLAPPING_INTERVAL_MS;
  const waits = flaps || (wanted !== null && opensAt !== null);
  const reason = waits ? null : wanted;
  const isTold = reason !== null && reason !== 'record';
  const next: GroupState =
    reason === null
      ? { ...state, silenced }
      : {
          ...{ toldAt: isTold ? now : state.toldAt, firing: [...still], resolved: over, silenced },
          ...loudestTold(state, isTold ? loud : null),
          ...(reason === 'acknowledged' || (state.isAcknowledged && fresh.length === 0 && still.size > 0)
            ? { isAcknowledged: true }
            : {}),
        };
  return {
    reason: isTold ? reason : null,
    state: next,
    dueAt: dueNext(next, { active, loud, isHeld, flaps, opensAt: wanted === null ? null : opensAt }, now, rules),
    firing: loud.map(fingerprintOf),
    resolved: isTold && rules.sendsResolved ? over : [],
  };
}

const fingerprintOf = (one: GroupAlert): string => one.fingerprint;

function freshReason(state: GroupState, fresh: readonly GroupAlert[]): NoticeReason {
  if (state.toldAt === null) return 'first';
  const { toldAt } = state;
  // The same row is open again: a later alert of the fingerprint was opened after that notification.
  const isReopened = (one: GroupAlert) => state.resolved.includes(one.fingerprint) && one.openedAt <= toldAt;
  return fresh.every(isReopened) ? 'reopened' : 'added';
}

/** Milliseconds after which a group is told again; null: everything that fires is acknowledged. */
export function repeatMs(loud: readonly Pick<GroupAlert, 'severity' | 'isAcknowledged'>[]): number | null {
  const open = loud.filter((one) => !one.isAcknowledged);
  if (open.length === 0) return null;
  return open.some((one) => one.severity === 'page') ? PAGE_REPEAT_MS : REPEAT_MS;
}

/** What was told as a ticket may page now: its receiver must not learn it from the next repeat. */
const isWorse = ({ loudest }: GroupState, loud: readonly GroupAlert[]): boolean =>
  loudest !== undefined && loud.some(({ severity }) => isLouder(severity, loudest));

/** The loudest severity that is told now, or that was before; `loud` null: nothing is told. */
function loudestTold(state: GroupState, loud: readonly GroupAlert[] | null): Pick<GroupState, 'loudest'> {
  if (loud === null) return state.loudest === undefined ? {} : { loudest: state.loudest };
  return loud.length === 0 ? {} : { loudest: loudestOf(loud.map(({ severity }) => severity)) };
}

/** Whether somebody looks after everything that fires, and the receiver does not know it yet. */
const isAcknowledgedSince = (state: GroupState, loud: readonly GroupAlert[], rules: ChannelRules): boolean =>
  rules.tellsAcknowledged === true &&
  state.toldAt !== null &&
  state.isAcknowledged !== true &&
  loud.some((one) => one.resolvedAt === null) &&
  loud.every((one) => one.isAcknowledged || one.resolvedAt !== null);

function isRepeatDue({ toldAt }: GroupState, loud: readonly GroupAlert[], now: number): boolean {
  const after = repeatMs(loud);
  return toldAt !== null && after !== null && now >= toldAt + after;
}

function dueNext(
  state: GroupState,
  group: {
    active: readonly GroupAlert[];
    loud: readonly GroupAlert[];
    isHeld: (one: GroupAlert) => boolean;
    flaps: boolean;
    opensAt: number | null;
  },
  now: number,
  rules: ChannelRules,
): number | null {
  const { toldAt } = state;
  const times: number[] = [];
  const after = repeatMs(group.loud);
  // While a change waits, a repeat would tell it: the hour, or the beginning of work, counts alone.
  if (group.opensAt !== null) times.push(group.opensAt);
  else if (toldAt !== null && group.flaps) times.push(toldAt + FLAPPING_INTERVAL_MS);
  else if (toldAt !== null && after !== null) times.push(toldAt + after);
  const mayTell = group.opensAt === null && !group.flaps;
  if (mayTell && isAcknowledgedSince(state, group.loud, rules)) times.push(now);
  for (const one of group.active) {
    if (one.silencedUntil !== null) times.push(one.silencedUntil);
    if (one.resolvedAt !== null && group.isHeld(one)) times.push(one.resolvedAt + REOPEN_MS);
    // What inhibits it belongs to another group, whose end does not make this one due.
    if (one.isInhibited) times.push(now + GROUP_INTERVAL_MS);
  }
  return times.length === 0 ? null : Math.max(now, Math.min(...times));
}
