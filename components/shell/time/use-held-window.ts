'use client';

import { useState } from 'react';
import type { TimeWindow } from './time-range.ts';
import { useTimeWindow } from './use-time-window.ts';

/**
 * The window of a list that grows at its top: it moves with the clock until it is held, so that rows do not shift while
 * they are read. Choosing another range releases it. `live` is also false for a range in the past, which does not
 * move.
 */
export function useHeldWindow(): {
  window: TimeWindow;
  live: boolean;
  held: boolean;
  hold: () => void;
  letGo: () => void;
} {
  const { state, window } = useTimeWindow();
  const key = JSON.stringify([state.range, state.from, state.to]);
  const [kept, setKept] = useState<{ key: string; window: TimeWindow } | null>(null);
  const held = kept?.key === key;
  return {
    window: held ? kept.window : window,
    live: !held && window.range !== null,
    held,
    hold: () => setKept({ key, window: held ? kept.window : window }),
    letGo: () => setKept(null),
  };
}
