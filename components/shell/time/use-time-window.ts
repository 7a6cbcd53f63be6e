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
} {
  const [state, setState] = useQueryStates(timeRangeParsers);
  const now = useNow();
  return { state, window: windowOf(state, now), change: (next) => void setState(next) };
}
