'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { SearchField } from '#components/shell/filters/search-field.tsx';
import { ListBody } from '#components/shell/list-body.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { isMoving } from '#server/evals/domain/run-status.ts';
import { CategoryFilter } from '../category-filter.tsx';
import { ResultsTable } from './results-table.tsx';
import { resultParsers, resultReads } from './run-results-state.ts';
import type { Run } from './run-words.ts';

/** Every answer of the run, with search and category filter. */
export function RunResults({ run }: { run: Run }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [state, setState] = useQueryStates(resultParsers);
  const { input, options } = resultReads(project.name, run.id, state);
  const results = useInfiniteQuery({
    ...trpc.evals.results.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
    refetchInterval: isMoving(run) ? AGAIN_MS.moving : false,
  });
  const rows = results.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Panel>
      <PanelHeader
        title="Results"
        meta={
          <div className="flex flex-wrap items-center justify-end gap-1.5 py-1">
            <CategoryFilter
              categories={run.categories}
              value={state.category}
              onChange={(category) => void setState({ category })}
            />
            <SearchField
              label="Search results"
              placeholder="Search item, input, answer"
              value={state.search}
              onSearch={(search) => void setState({ search: search || null })}
            />
          </div>
        }
      />
      <ListBody
        list={results}
        loading={<SkeletonRows rows={8} tall />}
        empty={
          rows.length === 0 && (
            <p className="px-3 py-6 text-muted-foreground">
              {state.search ? `No result contains “${state.search}”.` : 'There is no result here yet.'}
            </p>
          )
        }
        more="Show more results"
      >
        <ResultsTable results={rows} />
      </ListBody>
    </Panel>
  );
}
