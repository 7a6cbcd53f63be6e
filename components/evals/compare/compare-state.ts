import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const SHOWN = ['regressions', 'improvements', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

/** State in the address of the compare page: both runs, the filters of the list, and the open item. */
export const compareParsers = {
  candidate: parseAsString.withDefault(''),
  baseline: parseAsString.withDefault(''),
  show: parseAsStringLiteral(SHOWN).withDefault('regressions'),
  category: parseAsString.withDefault(''),
  text: parseAsString.withDefault(''),
  item: parseAsString,
  view: parseAsStringLiteral(['diff', 'plain'] as const).withDefault('diff'),
  repeat: parseAsInteger.withDefault(1),
};

export const readCompareState = createLoader(compareParsers);

export type CompareState = { candidate: string; baseline: string; show: Shown; category: string; text: string };

/** Items a request: 10,000 items take fifty requests, and each is fast. */
const PAGE = 200;

/**
 * The input of the list's query, the same on the server and in the browser. Improvements are sorted best first, the
 * others worst first.
 */
export function compareReads(project: string, { candidate, baseline, show, category, text }: CompareState) {
  return {
    input: {
      project,
      run: candidate,
      baseline,
      limit: PAGE,
      filter: show,
      sort: show === 'improvements' ? ('best' as const) : ('worst' as const),
      ...(category ? { category } : {}),
      ...(text ? { text } : {}),
    },
    options: { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor },
  };
}
