import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const TABS = ['versions', 'editor', 'diff', 'metrics', 'history', 'usage'] as const;
export type PromptTab = (typeof TABS)[number];

export const LAYOUTS = ['inline', 'side-by-side'] as const;

/** The query of a prompt page's URL. */
export const promptParsers = {
  tab: parseAsStringLiteral(TABS).withDefault('versions'),
  /** The two versions of the diff, in the order in which they were chosen. */
  from: parseAsInteger,
  to: parseAsInteger,
  layout: parseAsStringLiteral(LAYOUTS).withDefault('inline'),
  /** The version that the editor begins with. */
  version: parseAsInteger,
  /** Narrows metrics and history. */
  environment: parseAsString.withDefault(''),
};

export const readPromptState = createLoader(promptParsers);

const PAGE = { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor };

/** The read of the versions, newest first: the same on the server and in the browser. */
export const versionsReads = (project: string, name: string) => ({
  input: { project, name, limit: 30 },
  options: PAGE,
});

/** The deployments, newest first, likewise. */
export const historyReads = (project: string, name: string, environment: string) => ({
  input: { project, name, limit: 50, ...(environment ? { environment } : {}) },
  options: PAGE,
});
