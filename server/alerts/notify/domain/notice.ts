import type { AlertVerdict, Severity } from '#server/alerts/domain/alert.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import type { NoticeReason } from './decide-notification.ts';

/** An alert as a notification shows it. Times are RFC 3339 text: a notification is stored as JSON. */
export type NoticeAlert = {
  id: string;
  fingerprint: string;
  title: string;
  severity: Severity;
  labels: Record<string, string>;
  openedAt: string;
  resolvedAt: string | null;
  verdict: AlertVerdict | null;
  url: string;
};

/** What changed in the hour before, as the alert recorded it when it fired. */
export type NoticeChange = { at: string; title: string; url: string };

/**
 * The facts of a notification, frozen when it was decided: an attempt that is repeated says the same again. The payload
 * of a channel is built from it alone.
 */
export type Notice = {
  /** The same over every attempt, so that a receiver can drop what it has. */
  id: string;
  at: string;
  reason: NoticeReason;
  project: string;
  /** Of project and group: the key by which receivers join notifications. At most 255 characters. */
  dedupKey: string;
  prompt: string | null;
  kind: string;
  severity: Severity;
  title: string;
  /** Where the loudest alert and the button that undoes its cause are. */
  url: string;
  /** At most 20 of each; the totals count all. */
  firing: NoticeAlert[];
  firingTotal: number;
  resolved: NoticeAlert[];
  resolvedTotal: number;
  /** Titles of what a page inhibits: it moved too and is not told apart. */
  alsoMoved: string[];
  changes: NoticeChange[];
  /** Who is on call, or whom the escalation names. */
  onCall: string | null;
  /** When it was to be told; left out where it was told at once. Lateness is counted from here. */
  dueAt?: string;
  /** Whole minutes by which an attempt comes late; left out below {@link LATE_MS}. The one fact that differs by attempt. */
  lateMinutes?: number;
};

export const LISTED_MAX = 20;

/** From here on a message says how late it is: what it says may have changed. */
export const LATE_MS = 15 * MINUTE_MS;

/** A notice as it is sent at `now` ms: with how late it is, where that matters. */
export function noticeAt(notice: Notice, now: number): Notice {
  const lateMs = now - Date.parse(notice.dueAt ?? notice.at);
  return lateMs < LATE_MS || notice.reason === 'change'
    ? notice
    : { ...notice, lateMinutes: Math.floor(lateMs / MINUTE_MS) };
}

/** How a notification begins, by its reason. */
export const REASON_WORDS: Record<NoticeReason, string> = {
  first: 'Fires',
  added: 'More fires',
  reopened: 'Fires again',
  silence_ended: 'Still fires after its silence',
  repeat: 'Still fires',
  resolved_some: 'Partly over',
  resolved_all: 'Over',
  worse: 'Worse',
  acknowledged: 'Acknowledged',
  escalated: 'Not acknowledged',
  change: 'Changed',
  follow_up: 'Follow-up',
  test: 'Test',
  message: 'Message',
};

/** One line: `Page · Fires: quality of orders/extract (1)`. */
export function noticeLine({ reason, severity, title, firingTotal, onCall, lateMinutes }: Notice): string {
  const many = firingTotal > 1 ? ` (${firingTotal} alerts)` : '';
  const to = reason === 'escalated' && onCall !== null ? `, now for ${onCall}` : '';
  const late = lateMinutes === undefined ? '' : ` (told ${lateMinutes} min late)`;
  const loud = ['change', 'follow_up', 'test', 'message'].includes(reason) ? '' : `${SEVERITY_WORDS[severity]} · `;
  return `${loud}${REASON_WORDS[reason]}${to}: ${title}${many}${late}`;
}

/** What the button of a message that opens `url` says. */
export const linkWords = ({ reason }: Notice): string => (reason === 'follow_up' ? 'Open it' : 'Open the alert');

const SEVERITY_WORDS: Record<Severity, string> = { page: 'Page', warning: 'Warning', ticket: 'Ticket' };

/** `14:04 orders/extract v32 serves production`, in UTC. */
export const changeLine = ({ at, title }: NoticeChange): string => `${at.slice(11, 16)} ${title}`;

/** Whether everything that it is about is over. */
export const isOver = ({ reason }: Notice): boolean => reason === 'resolved_all';

/** `text` in at most `max` characters, cut with an ellipsis, never inside of a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\uD800-\uDBFF]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}
