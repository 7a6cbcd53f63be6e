'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Outputs } from '#components/shell/trpc.ts';
import { count } from '#components/ui/format.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ItemRow } from './item-row.tsx';

type Item = Outputs['evals']['compareItems']['data'][number];

const ROW_PX = 31;
const OVERSCAN = 12;

/** All items of the filter in one list. Only visible rows are rendered; rows that are not loaded yet are grey. */
export function ItemList({
  items,
  total,
  openId,
  open,
  more,
}: {
  items: Item[];
  total: number;
  openId: string | null;
  open: (item: string) => void;
  more: () => void;
}) {
  const scroller = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const drawn = rows.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 1 && items.length < total) more();
  }, [last, items.length, total, more]);

  const openAt = items.findIndex(({ item }) => item === openId);
  useEffect(() => {
    if (openAt >= 0) rows.scrollToIndex(openAt, { align: 'auto' });
    // Only when another item opens, so that it does not undo scrolling by hand.
  }, [openAt, rows]);

  return (
    <Panel>
      <PanelHeader title="Items" meta={openAt >= 0 ? `${count(openAt + 1)} of ${count(total)}` : count(total)} />
      <section
        ref={scroller}
        aria-label="Items"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="h-[min(62vh,560px)] overflow-y-auto focus-visible:-outline-offset-2 max-[1000px]:h-[155px]"
        style={total * ROW_PX < 560 ? { height: `min(${total * ROW_PX}px, 62vh)` } : undefined}
      >
        <ul className="relative" style={{ height: rows.getTotalSize() }}>
          {drawn.map(({ index, start }) => {
            const item = items[index];
            return (
              <li
                key={index}
                aria-setsize={total}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
              >
                {item ? (
                  <ItemRow item={item} current={item.item === openId} open={open} />
                ) : (
                  <div className="flex h-full items-center border-b px-3">
                    <Skeleton className="w-[70%]" />
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      </section>
      <PanelFoot className="flex flex-wrap gap-x-3.5 gap-y-1 phone:hidden">
        <span>
          <Kbd>j</Kbd> <Kbd>k</Kbd> move
        </span>
        <span>
          <Kbd>/</Kbd> find
        </span>
        <span>
          <Kbd>?</Kbd> all keys
        </span>
      </PanelFoot>
    </Panel>
  );
}
