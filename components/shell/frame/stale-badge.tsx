'use client';

import { type QueryCache, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { statusOf } from '#components/shell/reads/fault.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { duration } from '#components/ui/format.ts';
import { exactUtc } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';

/** When the oldest data on screen whose refresh failed was read (ms since the epoch); null while all reads succeed. */
function staleSince(cache: QueryCache): number | null {
  const old = cache
    .getAll()
    .filter(({ state }) => state.status === 'error' && state.dataUpdatedAt > 0 && statusOf(state.error) >= 500)
    .filter((query) => query.isActive());
  return old.length === 0 ? null : Math.min(...old.map(({ state }) => state.dataUpdatedAt));
}

/**
 * Shows that the data on screen is old because the server does not respond. It disappears when a read succeeds again.
 */
export function StaleBadge() {
  const cache = useQueryClient().getQueryCache();
  const now = useNow();
  const since = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => staleSince(cache),
    () => null,
  );
  return (
    <span role="status">
      {since !== null && (
        <span title={`The server does not respond. What is on screen is from ${exactUtc(since)}.`}>
          <StatusBadge state="stale">
            Stale<span className="phone:sr-only">, {duration(Math.max(0, now - since))} old: no response</span>
          </StatusBadge>
        </span>
      )}
    </span>
  );
}
