'use client';

import { useQueryStates } from 'nuqs';
import { useNow } from '#components/ui/time/now.tsx';
import { type TimeRangeState, type TimeWindow, timeRangeParsers, windowOf } from './time-range.ts';

/**
 * The window of the address, and how to change it. It moves on with the clock: every minute up to a day, every hour
 * beyond. Give `from` and `to` to reads as they are: server and browser then ask for the very same window.
 */
export function useTimeWindow(): {
  state: TimeRangeState;
  window: TimeWindow;
  change: (next: Partial<TimeRangeState>) => void;
  /** Narrows it to a part of a chart, `[from, to)`. */
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
