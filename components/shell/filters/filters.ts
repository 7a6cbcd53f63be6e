import { createLoader, parseAsString } from 'nuqs/server';

/** The facets by which a page of telemetry can be filtered, in the order of the filter bar. */
export const FACETS = ['environment', 'prompt', 'version', 'model', 'provider', 'arm', 'service', 'tag'] as const;
export type Facet = (typeof FACETS)[number];

/** One value per facet; null for all. In the URL: `?environment=production&prompt=search%2Fanswer`. */
export type Filters = Record<Facet, string | null>;

export const filterParsers = {
  environment: parseAsString,
  prompt: parseAsString,
  version: parseAsString,
  model: parseAsString,
  provider: parseAsString,
  arm: parseAsString,
  service: parseAsString,
  tag: parseAsString,
};

/** The filters of a URL, for pages: `readFilters(await searchParams)`. */
export const readFilters = createLoader(filterParsers);

/** Only the facets that are set, as reads take them. */
export function activeFilters(filters: Filters): Partial<Record<Facet, string>> {
  const set = FACETS.flatMap((facet) => (filters[facet] ? [[facet, filters[facet]] as const] : []));
  return Object.fromEntries(set);
}
