'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from './keys.ts';

const STEP: Record<string, number> = { j: 1, k: -1 };

/**
 * `j` and `k` move the focus over the links of the page's lists, those that carry `data-row`; Enter is the link's own.
 * `act` gets every other plain key, and the `data-row` in focus or null. Silent while somebody writes or a dialog is
 * open.
 */
export function useListKeys(act: (key: string, row: string | null) => void = () => {}): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role=dialog],[role=alertdialog]')) return;
      const links = [...document.querySelectorAll<HTMLElement>('#main [data-row]')];
      const at = links.findIndex((link) => link.matches(':focus'));
      const step = STEP[event.key];
      if (step === undefined) return latest.current(event.key, links[at]?.dataset.row ?? null);
      event.preventDefault();
      links[at === -1 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
