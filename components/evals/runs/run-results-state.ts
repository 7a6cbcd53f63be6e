import { createLoader, parseAsString } from 'nuqs/server';

/** What the address of a run page holds. */
export const resultParsers = {
  search: parseAsString.withDefault(''),
  category: parseAsString.withDefault(''),
};

export const readResultState = createLoader(resultParsers);

/** The results that the page shows, asked for alike on the server and in the browser. */
export function resultReads(project: string, id: string, { search, category }: { search: string; category: string }) {
  return {
    input: { project, id, limit: 50, ...(search ? { search } : {}), ...(category ? { category } : {}) },
    options: { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor },
  };
}
