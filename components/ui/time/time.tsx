'use client';

import {
  calendarDay,
  clockTime,
  dayAndTime,
  exactUtc,
  type Instant,
  relativeTime,
  secondOf,
  toMs,
} from './format-time.ts';
import { useNow } from './now.tsx';

/** `relative`: "40 min ago", after a day "22 Nov 10:28". `at`: always the date. All UTC; the title has the second. */
export type TimeStyle = 'relative' | 'at' | 'day' | 'clock' | 'second';

export function Time({
  at,
  now: given,
  style = 'relative',
  className,
}: {
  at: Instant;
  now?: number;
  style?: TimeStyle;
  className?: string;
}) {
  const fromPage = useNow();
  const now = given ?? fromPage;
  const text = {
    relative: () => relativeTime(at, now),
    at: () => dayAndTime(at, now),
    day: () => calendarDay(at, now),
    clock: () => clockTime(at),
    second: () => secondOf(at, now),
  }[style]();
  return (
    <time
      data-slot="time"
      dateTime={new Date(toMs(at)).toISOString()}
      title={exactUtc(at)}
      className={className ?? 'whitespace-nowrap'}
      suppressHydrationWarning={given === undefined}
    >
      {text}
    </time>
  );
}
