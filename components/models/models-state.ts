import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** The tabs of the models page, in the order of their strip. */
export const MODELS_TABS = ['registry', 'deprecations', 'lineage', 'inbox', 'prices'] as const;

/** The query of the models page's URL. */
export const modelsParsers = {
  tab: parseAsStringLiteral(MODELS_TABS).withDefault('registry'),
  search: parseAsString.withDefault(''),
  provider: parseAsString.withDefault(''),
};

export const readModelsState = createLoader(modelsParsers);

/** The read of the registry's table: the same on the server and in the browser. */
export function registryReads(project: string, { search, provider }: { search: string; provider: string }) {
  return {
    input: { project, limit: 50, ...(search ? { search } : {}), ...(provider ? { provider } : {}) },
    options: { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor },
  };
}

/** The read of the price inbox: the same on the server and in the browser. */
export function disagreementReads(project: string, { search }: { search: string }) {
  return {
    input: { project, limit: 20, ...(search ? { search } : {}) },
    options: { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor },
  };
}
