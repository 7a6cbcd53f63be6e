import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const SHOWN = ['regressions', 'improvements', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

/** What the address of the compare page holds: both runs, what the list shows, and the item that is open. */
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

/** Large enough that the end of 10,000 items is fifty reads away, small enough that one of them is quick. */
const PAGE = 200;

/** The list, asked for alike on the server and in the browser. What got better comes best first, the rest worst first. */
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
