'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { FolderPath } from '#components/prompts/table/folder-path.tsx';
import { NewPrompt } from '#components/prompts/table/new-prompt.tsx';
import { NoPrompt } from '#components/prompts/table/no-prompt.tsx';
import { TableFilters } from '#components/prompts/table/table-filters.tsx';
import { tableHeadline } from '#components/prompts/table/table-headline.ts';
import { tableParsers, tableReads } from '#components/prompts/table/table-state.ts';
import { useListKeys } from '#components/shell/keyboard/use-list-keys.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { count } from '#components/ui/format.ts';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { PromptsTable } from './prompts-table.tsx';

/**
 * Every prompt of the project: a folder at a time, or what a search finds in all of them. What serves where is of
 * prompts, the figures are of telemetry and cost.
 */
export function PromptsPage() {
  const trpc = useTRPC();
  const { project } = useProject();
  const router = useRouter();
  const [state] = useQueryStates(tableParsers);
  useListKeys((key, row) => {
    if (key === 'e' && row) router.push(to.prompt(project.name, row, { tab: 'editor' }));
  });
  const { input, options } = tableReads(project.name, state);
  const list = useInfiniteQuery({
    ...trpc.prompts.list.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
  });
  const stats = useQuery({
    ...trpc.telemetry.promptStats.queryOptions({ project: project.name }),
    refetchInterval: AGAIN_MS.week,
  });
  const figures = useMemo(() => new Map(stats.data?.map((one) => [one.prompt, one])), [stats.data]);
  // Beside the table, which does not wait for it.
  const outcomes = useQuery({
    ...trpc.cost.promptFigures.queryOptions({ project: project.name }),
    refetchInterval: AGAIN_MS.week,
  });
  const costs = useMemo(
    () => ({
      figures: outcomes.data && new Map(outcomes.data.map((one) => [one.prompt, one])),
      failed: outcomes.isLoadingError,
    }),
    [outcomes.data, outcomes.isLoadingError],
  );
  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const folders = first?.folders ?? [];
  const narrowed = state.folder !== '' || state.search !== '' || state.tag !== '';
  if (first && !narrowed && rows.length + folders.length === 0) return <NoPrompt />;
  const inFolders = folders.reduce((sum, folder) => sum + folder.prompts, 0);
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageHeadline evidence="Requests, errors and quality are of the last 7 days, cost per outcome of the newest 7 days of tasks that are old enough to count; all environments.">
          {first ? tableHeadline(state, first.total + inFolders) : 'Prompts'}
        </PageHeadline>
        <NewPrompt folder={state.folder} />
      </div>
      <Panel>
        <PanelHeader
          title={<FolderPath folder={state.folder} flat={state.search !== '' || state.tag !== ''} />}
          meta={<TableFilters tags={first?.tags ?? []} />}
          className="phone:[&>div]:ml-0 phone:[&>div]:w-full"
        />
        {list.isLoadingError ? (
          <NotLoaded read={list} />
        ) : first === undefined ? (
          <SkeletonRows rows={10} tall />
        ) : rows.length + folders.length === 0 ? (
          <p className="px-3 py-6 text-muted-foreground">
            {state.search || state.tag
              ? 'No prompt fits. Search for less, or remove the tag.'
              : 'This folder is empty.'}
          </p>
        ) : (
          <PromptsTable
            folders={folders}
            open={first.open}
            rows={rows}
            environments={first.environments}
            figures={figures}
            costs={costs}
          />
        )}
        {list.hasNextPage && (
          <PanelFoot className="flex flex-wrap items-center gap-2.5">
            <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {list.isFetchingNextPage ? 'Loading' : 'Show more prompts'}
            </Button>
            {count(rows.length)} of {count(first?.total)} shown
          </PanelFoot>
        )}
      </Panel>
    </>
  );
}
