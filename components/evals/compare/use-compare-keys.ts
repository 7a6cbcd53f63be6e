'use client';

import { useEffect } from 'react';
import { dialogIsOpen, isPlainKey } from '#components/shell/keyboard/keys.ts';

type Keys = {
  items: readonly { item: string }[];
  openId: string | null;
  open: (item: string) => void;
  /** Asks for further items when the end of those at hand comes near. */
  more: () => void;
};

const NEAR_END = 20;

/** `j` next, `k` previous. Silent while somebody writes or a dialog is open. */
export function useCompareKeys({ items, openId, open, more }: Keys): void {
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

/** The item `by` places from the open one; the ends hold. From an item that is not in the list: its first. */
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
