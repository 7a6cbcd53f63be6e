'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { CompareFilters } from './compare-filters.tsx';
import { compareParsers, compareReads } from './compare-state.ts';
import { ItemDetail } from './item-detail.tsx';
import { ItemList } from './item-list.tsx';
import { NoItem } from './no-item.tsx';
import { useCompareKeys } from './use-compare-keys.ts';

const COLUMNS =
  'grid grid-cols-[minmax(0,16.5rem)_minmax(0,1fr)] items-start gap-4 max-[1000px]:grid-cols-1 phone:gap-3';

/** Two runs item by item: a list that scrolls through all of them, and the open one with both answers. */
export function CompareItems() {
  const trpc = useTRPC();
  const { project } = useProject();
  const [state, setState] = useQueryStates(compareParsers);
  const { input, options } = compareReads(project.name, state);
  const list = useInfiniteQuery({
    ...trpc.evals.compareItems.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
  });
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const counts = list.data?.pages[0]?.counts;
  const total = counts?.[state.show] ?? 0;
  const openId = state.item ?? items[0]?.item ?? null;

  function open(item: string) {
    void setState({ item, repeat: null });
  }
  function more() {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }
  useCompareKeys({ items, openId, open, more });

  return (
    <>
      <CompareFilters run={state.candidate} counts={counts} total={total} />
      {list.isPending ? (
        <div className={COLUMNS}>
          <Panel>
            <SkeletonRows rows={12} label="Loading the items" />
          </Panel>
          <Panel className="h-96">{null}</Panel>
        </div>
      ) : list.isLoadingError ? (
        <Panel>
          <NotLoaded read={list} />
        </Panel>
      ) : total === 0 ? (
        <NoItem counts={counts} />
      ) : (
        <div className={COLUMNS}>
          <ItemList items={items} total={total} openId={openId} open={open} more={more} />
          {openId !== null && (
            <ItemDetail
              key={openId}
              runs={{ run: state.candidate, baseline: state.baseline }}
              id={openId}
              known={items.find(({ item }) => item === openId)}
            />
          )}
        </div>
      )}
    </>
  );
}
