'use client';

import { duration } from '#components/ui/format.ts';
import { exactUtc, toMs } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';

/** How long it has been so: "2 days", "3 h". Under a minute it is new. The title has the exact time. */
export function Age({ since, prefix = '' }: { since: Date; prefix?: string }) {
  const age = useNow() - toMs(since);
  return (
    <time dateTime={since.toISOString()} title={exactUtc(since)} suppressHydrationWarning>
      {age < MINUTE_MS ? 'just now' : `${prefix}${duration(roughly(age))}`}
    </time>
  );
}

/** An age in its largest unit: the minutes of 5 h carry no information. */
function roughly(ms: number): number {
  const unit = ms >= HOUR_MS ? HOUR_MS : MINUTE_MS;
  return Math.floor(ms / unit) * unit;
}
