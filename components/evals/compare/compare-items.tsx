'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useEffect, useMemo } from 'react';
import { dialogIsOpen, isPlainKey } from '#components/shell/keyboard/keys.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { count } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { CompareFilters } from './compare-filters.tsx';
import { compareParsers, compareReads } from './compare-state.ts';
import { ItemDetail } from './item-detail.tsx';
import { ItemList } from './item-list.tsx';

const COLUMNS =
  'grid grid-cols-[minmax(0,16.5rem)_minmax(0,1fr)] items-start gap-4 max-[1000px]:grid-cols-1 phone:gap-3';

/** Two runs item by item: a list of all items, and the open item with both answers. */
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

type Keys = {
  items: readonly { item: string }[];
  openId: string | null;
  open: (item: string) => void;
  /** Loads further items when the open one is near the end of those loaded. */
  more: () => void;
};

const NEAR_END = 20;

/** `j` next, `k` previous. Ignored while a field has focus or a dialog is open. */
function useCompareKeys({ items, openId, open, more }: Keys): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (!isPlainKey(event) || dialogIsOpen()) return;
      if (event.key !== 'j' && event.key !== 'k') return;
      const next = stepTo(items, openId, event.key === 'j' ? 1 : -1);
      if (next === null) return;
      event.preventDefault();
      if (next.index > items.length - NEAR_END) more();
      open(next.item);
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [items, openId, open, more]);
}

/**
 * The item `by` places from the open one, at most the first or last. The first item where the open one is not in the
 * list; null for an empty list.
 */
export function stepTo(
  items: readonly { item: string }[],
  openId: string | null,
  by: 1 | -1,
): { item: string; index: number } | null {
  const at = items.findIndex(({ item }) => item === openId);
  const index = at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + by));
  const found = items[index];
  return found ? { item: found.item, index } : null;
}

/** The empty list. Without regressions that is a good result; otherwise the filter is too narrow. */
function NoItem({ counts }: { counts: Outputs['evals']['compareItems']['counts'] | undefined }) {
  const [{ show, category, text }, setState] = useQueryStates(compareParsers);
  const narrowed = category !== '' || text !== '';
  const titles = {
    regressions: 'No item got worse',
    improvements: 'No item got better',
    all: 'No item matches',
  };
  return (
    <Panel>
      <EmptyState
        title={`${titles[show]}${narrowed ? ' here' : ''}`}
        action={
          <>
            {show !== 'all' && (counts?.all ?? 0) > 0 && (
              <Button onClick={() => void setState({ show: 'all', item: null })}>Show all {count(counts?.all)}</Button>
            )}
            {narrowed && (
              <Button onClick={() => void setState({ category: null, text: null, item: null })}>
                Clear the filters
              </Button>
            )}
          </>
        }
      >
        {narrowed
          ? `Searched${category ? ` category ${category}` : ' all categories'}${text ? `, for “${text}”` : ''}.`
          : 'Both runs scored these items alike.'}
      </EmptyState>
    </Panel>
  );
}
