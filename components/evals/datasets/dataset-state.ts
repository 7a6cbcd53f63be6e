import { createLoader, parseAsInteger, parseAsString } from 'nuqs/server';

/** State in the address of a dataset page. */
export const datasetParsers = {
  tab: parseAsString.withDefault('items'),
  search: parseAsString.withDefault(''),
  category: parseAsString.withDefault(''),
  version: parseAsInteger,
};

export const readDatasetState = createLoader(datasetParsers);

export type DatasetState = { search: string; category: string; version: number | null };

/** The input of the page's query for items, the same on the server and in the browser. */
export function itemReads(project: string, name: string, { search, category, version }: DatasetState) {
  return {
    input: {
      project,
      name,
      limit: 50,
      ...(search ? { search } : {}),
      ...(category ? { category } : {}),
      ...(version === null ? {} : { version }),
    },
    options: { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor },
  };
}
