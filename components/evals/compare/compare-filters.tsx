'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { SearchField } from '#components/shell/filters/search-field.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { FilterChip } from '#components/ui/form/filter-chip.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { count, plural } from '#components/ui/format.ts';
import { Menu, MenuChoices } from '#components/ui/overlay/menu.tsx';
import { compareParsers } from './compare-state.ts';

type Counts = Outputs['evals']['compareItems']['counts'];

/** The filters of the list: worse, better or all items; of one category; with a text. */
export function CompareFilters({ run, counts, total }: { run: string; counts: Counts | undefined; total: number }) {
  const [state, setState] = useQueryStates(compareParsers);
  const number = (of: keyof Counts) => (counts ? ` ${count(counts[of])}` : '');
  const first = state.show === 'improvements' ? 'best first' : 'worst first';
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a form's look and legend */}
      <div role="group" aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
        <Segmented
          label="Show"
          value={state.show}
          onChange={(show) => void setState({ show, item: null })}
          options={[
            { value: 'regressions', label: `Regressions${number('regressions')}` },
            { value: 'improvements', label: `Improvements${number('improvements')}` },
            { value: 'all', label: `All${number('all')}` },
          ]}
        />
        <CategoryChip
          run={run}
          value={state.category}
          onChange={(category) => void setState({ category: category || null, item: null })}
        />
        <SearchField
          slash
          label="Search items"
          placeholder="Search input and answers"
          value={state.text}
          className="h-7 w-56 text-12 phone:h-8.5"
          onSearch={(text) => void setState({ text: text || null, item: null })}
        />
      </div>
      <span className="text-12 text-muted-foreground" role="status">
        {counts ? `${plural(total, 'item')}, ${first}` : 'Loading the items'}
      </span>
    </div>
  );
}

function CategoryChip({ run, value, onChange }: { run: string; value: string; onChange: (category: string) => void }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data } = useQuery(trpc.evals.run.queryOptions({ project: project.name, id: run }));
  if (value !== '') return <FilterChip name="category" value={value} onClear={() => onChange('')} />;
  const categories = data?.categories ?? [];
  if (categories.length < 2) return null;
  return (
    <Menu trigger={<FilterChip name="category" value="all" />}>
      <MenuChoices
        label="category"
        value={null}
        onChange={onChange}
        options={categories.map(({ name, n }) => ({ value: name, label: name, hint: count(n) }))}
      />
    </Menu>
  );
}
