'use client';

import { createContext, type ReactNode, use, useMemo, useState, useSyncExternalStore } from 'react';

/** The moment under the pointer or chosen by the arrow keys. Only the chart that owns it shows the numbers. */
export type Hover = { t: number; owner: string } | null;

type HoverStore = { read: () => Hover; set: (next: Hover) => void; subscribe: (listener: () => void) => () => void };

function createHoverStore(): HoverStore {
  let hover: Hover = null;
  const listeners = new Set<() => void>();
  return {
    read: () => hover,
    set: (next) => {
      if (next?.t === hover?.t && next?.owner === hover?.owner) return;
      hover = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Group = { store: HoverStore; left?: number; right?: number };

const GroupContext = createContext<Group | null>(null);

/** Charts that share one crosshair and the margins beside their plots. */
export function ChartGroup({ left, right, children }: { left?: number; right?: number; children: ReactNode }) {
  const [store] = useState(createHoverStore);
  const group = useMemo(() => ({ store, left, right }), [store, left, right]);
  return <GroupContext value={group}>{children}</GroupContext>;
}

/** The group around a chart, or a group of its own where there is none. */
export function useChartGroup(): Group {
  const group = use(GroupContext);
  const [store] = useState(createHoverStore);
  return group ?? { store };
}

export function useHover(store: HoverStore): Hover {
  return useSyncExternalStore(store.subscribe, store.read, () => null);
}
