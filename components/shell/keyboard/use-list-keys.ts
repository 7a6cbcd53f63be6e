'use client';

import { useEffect, useRef } from 'react';
import { dialogIsOpen, isPlainKey } from './keys.ts';

const STEP: Record<string, number> = { j: 1, k: -1 };

/** What is open beside the list, by its `data-row`; null for nothing. */
type Beside = { open: string | null; onOpen: (row: string) => void };

/**
 * `j` and `k` move the focus over the links of the page's lists, those that carry `data-row`; Enter follows the link.
 * While something is open beside the list, they open its neighbour instead. `onKey` receives every other plain key, and
 * the `data-row` in focus or null. Inactive while the user types or another dialog is open.
 */
export function useListKeys(onKey: (key: string, row: string | null) => void = () => {}, beside?: Beside): void {
  const latest = useRef({ onKey, beside });
  useEffect(() => {
    latest.current = { onKey, beside };
  }, [onKey, beside]);
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (!isPlainKey(event)) return;
      const { onKey, beside } = latest.current;
      const open = beside?.open ?? null;
      if (open === null && dialogIsOpen()) return;
      const links = [...document.querySelectorAll<HTMLElement>('#main [data-row]')];
      const at = links.findIndex((link) => (open === null ? link.matches(':focus') : link.dataset.row === open));
      const step = STEP[event.key];
      if (step === undefined) return onKey(event.key, links[at]?.dataset.row ?? null);
      event.preventDefault();
      const next = links[at === -1 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
      if (open === null) next?.focus();
      else if (next?.dataset.row && next.dataset.row !== open) beside?.onOpen(next.dataset.row);
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
