'use client';

import { AddFilter, FilterChip } from '#components/ui/form/filter-chip.tsx';
import { Menu, MenuChoices, MenuItem } from '#components/ui/overlay/menu.tsx';
import { FACETS, type Facet } from './filters.ts';
import { useFilters } from './use-filters.ts';

/** The values of each facet that the page offers, most frequent first. */
export type FacetOptions = Partial<Record<Facet, ReadonlyArray<{ value: string; hint?: string }>>>;

/**
 * The filters of the page, as chips. Facets in `always` are shown even while they have no value; the others are added
 * through "+ Filter". The state is in the URL.
 */
export function FilterBar({
  facets,
  always = ['environment', 'prompt', 'model'],
}: {
  facets: FacetOptions;
  always?: Facet[];
}) {
  const { filters, set, clear } = useFilters();
  const offered = FACETS.filter((facet) => facets[facet] !== undefined || filters[facet] !== null);
  const shown = offered.filter((facet) => filters[facet] !== null || always.includes(facet));
  const more = offered.filter((facet) => !shown.includes(facet) && (facets[facet]?.length ?? 0) > 0);
  const active = offered.filter((facet) => filters[facet] !== null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a form's look and legend
    <div role="group" aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
      {shown.map((facet) => (
        <FacetMenu key={facet} facet={facet} value={filters[facet]} options={facets[facet] ?? []} onChoose={set} />
      ))}
      {more.length > 0 && <MoreFacets facets={more} options={facets} onChoose={set} />}
      {active.length > 1 && (
        <button type="button" className="text-link h-7 px-1 text-12 text-muted-foreground" onClick={clear}>
          Clear all
        </button>
      )}
    </div>
  );
}

type Choose = (facet: Facet, value: string | null) => void;
type Options = ReadonlyArray<{ value: string; hint?: string }>;

/** One facet: its value with ×, or "all" with a menu. A value that is no longer offered can still be removed. */
function FacetMenu({
  facet,
  value,
  options,
  onChoose,
}: {
  facet: Facet;
  value: string | null;
  options: Options;
  onChoose: Choose;
}) {
  if (value !== null) return <FilterChip name={facet} value={value} onClear={() => onChoose(facet, null)} />;
  return (
    <Menu trigger={<FilterChip name={facet} value="all" />}>
      {options.length === 0 ? (
        <MenuItem disabled onSelect={() => undefined}>
          Nothing to choose in this range
        </MenuItem>
      ) : (
        <MenuChoices
          label={facet}
          value={value}
          onChange={(next) => onChoose(facet, next)}
          options={options.map((option) => ({ ...option, label: option.value }))}
        />
      )}
    </Menu>
  );
}

/** The facets that have no chip yet, with their values. */
function MoreFacets({ facets, options, onChoose }: { facets: Facet[]; options: FacetOptions; onChoose: Choose }) {
  return (
    <Menu trigger={<AddFilter />}>
      {facets.flatMap((facet) =>
        (options[facet] ?? []).map((option) => (
          <MenuItem key={`${facet} ${option.value}`} hint={facet} onSelect={() => onChoose(facet, option.value)}>
            {option.value}
          </MenuItem>
        )),
      )}
    </Menu>
  );
}
