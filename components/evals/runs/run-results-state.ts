import { createLoader, parseAsString } from 'nuqs/server';

/** State in the address of a run page. */
export const resultParsers = {
  search: parseAsString.withDefault(''),
  category: parseAsString.withDefault(''),
};

export const readResultState = createLoader(resultParsers);

/** The input of the page's query for results, the same on the server and in the browser. */
export function resultReads(project: string, id: string, { search, category }: { search: string; category: string }) {
  return {
    input: { project, id, limit: 50, ...(search ? { search } : {}), ...(category ? { category } : {}) },
    options: { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor },
  };
}
