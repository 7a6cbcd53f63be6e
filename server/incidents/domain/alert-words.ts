import { type AlertEntryKind, HANDLING_ENTRY_KINDS } from '#server/alerts/domain/alert.ts';

const WORDS: Record<AlertEntryKind, (title: string) => string> = {
  fired: (title) => title,
  reopened: (title) => `${title}: fires again`,
  worse: (title) => `${title}: became worse`,
  no_data: (title) => `${title}: its data are missing`,
  data_back: (title) => `${title}: its data are back`,
  flapping: (title) => `${title}: changes between good and bad`,
  steady: (title) => `${title}: no longer changes between good and bad`,
  verdict: (title) => `${title}: whether the system or the judge moved was decided`,
  acknowledged: (title) => `Acknowledged: ${title}`,
  escalated: (title) => `${title}: escalated`,
  silenced: (title) => `${title}: silenced`,
  unsilenced: (title) => `${title}: the silence ended`,
  resolved: (title) => `${title}: resolved`,
};

/** The line of a timeline for what happened to an alert. */
export const entryWords = (kind: AlertEntryKind, title: string): string => WORDS[kind](title);

/** What people and the system do is an action; all else is a signal. */
export const isAction = (kind: AlertEntryKind): boolean => HANDLING_ENTRY_KINDS.includes(kind);
