'use client';

import { type RefObject, useEffect } from 'react';
import { isTyping } from '#components/shell/keys.ts';

/** How a row is found again: the link of each version carries its number. */
export const VERSION_LINK = 'data-version';

/**
 * `j` and `k` move the focus over the versions, `d` puts the one in focus into the diff; Enter is the link's own.
 * Silent while somebody writes or a dialog is open.
 */
export function useVersionKeys(list: RefObject<HTMLOListElement | null>, onChoose: (version: number) => void): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role=dialog],[role=alertdialog]')) return;
      const links = [...(list.current?.querySelectorAll<HTMLElement>(`[${VERSION_LINK}]`) ?? [])];
      const at = links.findIndex((link) => link.matches(':focus'));
      if (event.key === 'd' && at >= 0) onChoose(Number(links[at]?.getAttribute(VERSION_LINK)));
      if (event.key !== 'j' && event.key !== 'k') return;
      event.preventDefault();
      links[Math.min(Math.max(at + (event.key === 'j' ? 1 : -1), 0), links.length - 1)]?.focus();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [list, onChoose]);
}
