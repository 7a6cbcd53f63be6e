'use client';

import type { MouseEvent } from 'react';
import type { Outputs } from '#components/shell/trpc.ts';
import { points } from '#components/ui/format.ts';
import { inputLine } from '../input-line.ts';

type Item = Outputs['evals']['compareItems']['data'][number];

/**
 * A row with the item's id, its input in a line, and the difference where it is not the whole score. It is a link, so
 * that its address can be copied.
 */
export function ItemRow({ item, current, open }: { item: Item; current: boolean; open: (item: string) => void }) {
  function follow(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(item.item);
  }
  const line = inputLine(item.input);
  return (
    <a
      href={addressOf(item.item)}
      onClick={follow}
      aria-current={current || undefined}
      className="grid h-full grid-cols-[minmax(36px,auto)_minmax(0,1fr)_auto] items-center gap-2 border-b px-3 text-12 no-underline hover:bg-muted focus-visible:-outline-offset-2 aria-[current=true]:bg-accent aria-[current=true]:font-strong"
    >
      <span className="max-w-24 truncate font-mono text-muted-foreground" title={item.item}>
        {item.item}
      </span>
      <span className="truncate" title={line}>
        {line}
      </span>
      <span className="text-right text-11 text-muted-foreground">{mark(item)}</span>
    </a>
  );
}

/**
 * The figure of a row: none for a score that changed between 0 and 1, the difference for a graded one, "open" where a
 * side has no score.
 */
function mark({ delta }: Item): string {
  if (delta === null) return 'open';
  if (delta === 0 || Math.abs(delta) === 1) return '';
  return points(delta, 0);
}

function addressOf(item: string): string {
  if (typeof window === 'undefined') return `?item=${encodeURIComponent(item)}`;
  const search = new URLSearchParams(window.location.search);
  search.set('item', item);
  return `?${search}`;
}
