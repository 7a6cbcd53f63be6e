import { createLoader, parseAsString } from 'nuqs/server';

/** The query of the prompts page's URL: a folder, or a search in all of them. */
export const tableParsers = {
  folder: parseAsString.withDefault(''),
  search: parseAsString.withDefault(''),
  tag: parseAsString.withDefault(''),
};

export const readTableState = createLoader(tableParsers);

export type TableState = { folder: string; search: string; tag: string };

/** The read of the table: the same on the server and in the browser. */
export function tableReads(project: string, { folder, search, tag }: TableState) {
  return {
    input: { project, folder, limit: 50, ...(search ? { search } : {}), ...(tag ? { tag } : {}) },
    options: { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor },
  };
}

/** `search/answer` as its folders: `[{name: 'search', path: 'search'}, {name: 'answer', path: 'search/answer'}]`. */
export function foldersOf(folder: string): { name: string; path: string }[] {
  const names = folder.split('/').filter(Boolean);
  return names.map((name, i) => ({ name, path: names.slice(0, i + 1).join('/') }));
}
