'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { NotLoaded } from '#components/shell/not-loaded.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/input.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { isMoving } from '#server/evals/domain/run-status.ts';
import { SearchField } from '../search-field.tsx';
import { ResultsTable } from './results-table.tsx';
import { resultParsers, resultReads } from './run-results-state.ts';
import type { Run } from './run-words.ts';

const MOVING_MS = 2_000;

/** Every answer of the run, searched and by category. */
export function RunResults({ run }: { run: Run }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [state, setState] = useQueryStates(resultParsers);
  const { input, options } = resultReads(project.name, run.id, state);
  const results = useInfiniteQuery({
    ...trpc.evals.results.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
    refetchInterval: isMoving(run) ? MOVING_MS : false,
  });
  const rows = results.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Panel>
      <PanelHeader
        title="Results"
        meta={
          <div className="flex flex-wrap items-center justify-end gap-1.5 py-1">
            <Select
              aria-label="Category"
              value={state.category}
              onChange={({ target }) => void setState({ category: target.value || null })}
              className="w-44"
            >
              <option value="">All categories</option>
              {run.categories.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
            <SearchField
              label="Search results"
              placeholder="Search item, input, answer"
              value={state.search}
              onSearch={(search) => void setState({ search: search || null })}
            />
          </div>
        }
      />
      {results.isPending ? (
        <SkeletonRows rows={8} tall />
      ) : results.isLoadingError ? (
        <NotLoaded read={results} />
      ) : rows.length === 0 ? (
        <p className="px-3 py-6 text-muted-foreground">
          {state.search ? `No result holds “${state.search}”.` : 'There is no result here yet.'}
        </p>
      ) : (
        <ResultsTable results={rows} />
      )}
      {results.hasNextPage && (
        <PanelFoot>
          <Button size="sm" disabled={results.isFetchingNextPage} onClick={() => void results.fetchNextPage()}>
            Show more results
          </Button>
        </PanelFoot>
      )}
    </Panel>
  );
}
