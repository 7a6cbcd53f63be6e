import { type RefObject, useEffect } from 'react';
import { isTyping } from '#components/shell/keys.ts';

const STEP: Record<string, number> = { j: 1, k: -1 };

/**
 * `j` and `k` in a list of links: they move the focus, so that Enter opens what has it. While something is open beside
 * the list (`open` is its id), they open its neighbour instead. Links carry `data-row` with their id.
 */
export function useRowKeys(list: RefObject<HTMLElement | null>, open: string | null, onOpen: (id: string) => void) {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const step = STEP[event.key];
      if (step === undefined || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const at = links.findIndex((link) =>
        open === null ? link === document.activeElement : link.dataset.row === open,
      );
      const next = links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))];
      if (next?.dataset.row === undefined) return;
      event.preventDefault();
      if (open === null) next.focus();
      else if (next.dataset.row !== open) onOpen(next.dataset.row);
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
