'use client';

import { useQueryStates } from 'nuqs';
import { useNow } from '#components/ui/time/now.tsx';
import { type TimeRangeState, type TimeWindow, timeRangeParsers, windowOf } from './time-range.ts';

/**
 * The window of the URL, and how to change it. It moves with the clock: every minute up to a day, every hour beyond.
 * Pass `from` and `to` to reads unchanged, so that server and browser request the same window.
 */
export function useTimeWindow(): {
  state: TimeRangeState;
  window: TimeWindow;
  change: (next: Partial<TimeRangeState>) => void;
  /** Narrows the range to `[from, to)`, a part of a chart. */
  zoom: (fromMs: number, toMs: number) => void;
} {
  const [state, setState] = useQueryStates(timeRangeParsers);
  const now = useNow();
  return {
    state,
    window: windowOf(state, now),
    change: (next) => void setState(next),
    zoom: (fromMs, toMs) => void setState({ from: new Date(fromMs), to: new Date(toMs) }),
  };
}
