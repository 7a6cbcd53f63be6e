import type { ReactNode } from 'react';
import { AnswerHeader } from '#components/ui/answer-header.tsx';
import { StatusBadge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';

/** In place of numbers that could not be read: why, and under it the filters and the range to choose others. */
export function NotDrawn({ reason, children }: { reason: string; children: ReactNode }) {
  return (
    <>
      <AnswerHeader evidence={reason}>These numbers could not be read.</AnswerHeader>
      {children}
    </>
  );
}

/** Above numbers that could not be read again: how old they are (0: there were none). They stay, so that nobody stands before an empty page. */
export function StaleNote({ since, reason }: { since: number; reason: string }) {
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 text-12 text-muted-foreground">
      {since > 0 && (
        <StatusBadge state="stale">
          Stale since <Time at={since} style="second" />
        </StatusBadge>
      )}
      {reason}
    </p>
  );
}
