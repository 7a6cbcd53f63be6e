import type { AlertSource, Severity } from '#server/alerts/domain/alert.ts';
import { isVisible } from '#server/platform/pure/visible-text.ts';

/** The systems outside that send alerts. */
export const INCOMING_SOURCES = ['alertmanager', 'opsgenie', 'webhook'] as const satisfies readonly AlertSource[];
export type IncomingSource = (typeof INCOMING_SOURCES)[number];

/** One alert of a message from outside, whatever the form of the message. */
export type IncomingAlert = {
  /** What its sender calls it: fingerprint, alias or dedup_key. */
  key: string;
  status: 'firing' | 'resolved';
  severity: Severity;
  title: string;
  labels: Record<string, string>;
  /** When its condition began, by the clock of its sender; null where the message does not say. */
  startsAt: Date | null;
  /** When it ended; null while it fires. */
  endsAt: Date | null;
  /** What the sender says beside: links, annotations, receiver. */
  evidence: Record<string, unknown>;
};

const TITLE_CHARS_MAX = 300;
/** Most labels or annotations that are kept of an alert, and characters of each. */
const TEXTS_MAX = 64;
const TEXT_CHARS_MAX = 1_000;

/** `text` in one line of at most `max` characters; never half of a surrogate pair. */
export const cut = (text: string, max: number): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).toWellFormed()}…`;
};

/** The title of an alert: the first of what its sender says that a reader can see. */
export const titleOf = (...said: readonly (string | undefined)[]): string =>
  cut(said.find((text) => text !== undefined && isVisible(text)) ?? 'An alert without a name', TITLE_CHARS_MAX);

/** The first 64 entries of what a sender put beside its alert, with texts of at most 1,000 characters. */
export const boundedTexts = (given: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given)
      .slice(0, TEXTS_MAX)
      .map(([name, text]) => [cut(name, 200), cut(text, TEXT_CHARS_MAX)]),
  );

/** Words that senders use, by how loud they are here. A word that is not listed is a `warning`. */
const SEVERITY_WORDS: Record<Severity, readonly string[]> = {
  page: ['page', 'critical', 'crit', 'fatal', 'emergency', 'disaster', 'p1', 'p2', 'sev1', 'sev2'],
  warning: ['warning', 'warn', 'error', 'high', 'major', 'p3', 'sev3'],
  ticket: ['ticket', 'info', 'informational', 'notice', 'low', 'minor', 'none', 'p4', 'p5', 'sev4', 'sev5'],
};

/** How loud an alert is whose sender says `word`. */
export function severityOf(word: string | undefined): Severity {
  const asked = word?.trim().toLowerCase() ?? '';
  if (SEVERITY_WORDS.page.includes(asked)) return 'page';
  return SEVERITY_WORDS.ticket.includes(asked) ? 'ticket' : 'warning';
}

/** An instant of a sender; null for the zero time of Go (year 1), which means "not set", and for what is no time. */
export function instantOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() <= 1 ? null : at;
}
