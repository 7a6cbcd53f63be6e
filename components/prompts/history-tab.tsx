'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { ListBody } from '#components/shell/list-body.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Select } from '#components/ui/form/input.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { HistoryTable } from './history-table.tsx';
import { historyReads, promptParsers } from './prompt-state.ts';
import type { Head } from './prompt-tabs.tsx';

/** Every deployment, newest first. The history is append-only. */
export function HistoryTab({ head }: { head: Head }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [{ environment }, setState] = useQueryStates(promptParsers);
  const { input, options } = historyReads(project.name, head.name, environment);
  const list = useInfiniteQuery({
    ...trpc.prompts.history.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Panel>
      <PanelHeader
        title="Deployments"
        qualifier="append-only"
        meta={
          <Select
            aria-label="Environment"
            value={environment}
            onChange={({ target }) => void setState({ environment: target.value })}
            className="w-44"
          >
            <option value="">All environments</option>
            {head.lanes.map((lane) => (
              <option key={lane.environment}>{lane.environment}</option>
            ))}
          </Select>
        }
      />
      <ListBody
        list={list}
        loading={<SkeletonRows rows={6} tall label="Loading deployments" />}
        empty={
          rows.length === 0 && (
            <PanelBody className="text-muted-foreground">
              Nothing was deployed{environment ? ` to ${environment}` : ''} yet.
            </PanelBody>
          )
        }
        more={list.isFetchingNextPage ? 'Loading' : 'Show older deployments'}
      >
        <HistoryTable name={head.name} rows={rows} />
      </ListBody>
    </Panel>
  );
}
