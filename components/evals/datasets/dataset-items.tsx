'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { SearchField } from '#components/shell/filters/search-field.tsx';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { ListBody } from '#components/shell/list-body.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterChip } from '#components/ui/form/filter-chip.tsx';
import { count } from '#components/ui/format.ts';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { CategoryFilter } from '../category-filter.tsx';
import { datasetParsers, itemReads } from './dataset-state.ts';
import { ItemsTable } from './items-table.tsx';

/** The items of one version, with search and category filter. */
export function DatasetItems({ dataset }: { dataset: Outputs['evals']['dataset'] }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [state, setState] = useQueryStates(datasetParsers);
  const { input, options } = itemReads(project.name, dataset.name, state);
  const items = useInfiniteQuery({
    ...trpc.evals.items.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
  });
  const rows = items.data?.pages.flatMap((page) => page.data) ?? [];
  if (dataset.items === 0) return <EmptyDataset name={dataset.name} />;
  return (
    <Panel>
      <PanelHeader
        title="Items"
        meta={
          <div className="flex flex-wrap items-center justify-end gap-1.5 py-1">
            {state.version !== null && (
              <FilterChip
                name="version"
                value={String(state.version)}
                onClear={() => void setState({ version: null })}
              />
            )}
            <CategoryFilter
              categories={dataset.categories}
              value={state.category}
              onChange={(category) => void setState({ category })}
              labelOf={({ name, items: n }) => `${name}, ${count(n)}`}
            />
            <SearchField
              label="Search items"
              placeholder="Search id, input, expected"
              value={state.search}
              onSearch={(search) => void setState({ search: search || null })}
            />
          </div>
        }
      />
      <ListBody
        list={items}
        loading={<SkeletonRows rows={10} />}
        empty={
          rows.length === 0 && (
            <p className="px-3 py-6 text-muted-foreground">
              No item{state.category ? ` of ${state.category}` : ''}
              {state.search ? ` holds “${state.search}”` : ' is here'}.
            </p>
          )
        }
        more="Show more items"
      >
        <ItemsTable items={rows} />
      </ListBody>
    </Panel>
  );
}

/** An empty dataset, with the fields of an item and a command that sends one. */
function EmptyDataset({ name }: { name: string }) {
  return (
    <Panel>
      <EmptyState title="No items yet" className="pb-0">
        An item has an id, a value for each input variable, the expected text, and a category, by which gates find where
        a version gets worse. Import a file above, or send items from your machine:
      </EmptyState>
      <div className="max-w-3xl px-5 pt-2.5 pb-7">
        <KeySnippet
          scopes={['evals']}
          command={(edgeUrl, key) =>
            `curl ${edgeUrl}/api/v1/datasets/${encodeURIComponent(name)}/items -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '[{"id":"1","input":{"question":"Is 17 prime?"},"expected":"yes","category":"prime"}]'`
          }
        />
      </div>
    </Panel>
  );
}
