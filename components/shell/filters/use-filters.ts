'use client';

import { useQueryStates } from 'nuqs';
import { type Facet, type Filters, filterParsers } from './filters.ts';

/** The filters of the URL and a function that changes them; null removes a filter. */
export function useFilters(): {
  filters: Filters;
  set: (facet: Facet, value: string | null) => void;
  clear: () => void;
} {
  const [filters, setFilters] = useQueryStates(filterParsers);
  return {
    filters,
    set: (facet, value) => void setFilters({ [facet]: value }),
    clear: () => void setFilters(null),
  };
}
