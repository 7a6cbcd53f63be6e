import type { CountedFields } from './domain/measure.ts';

/** What an event's row holds of its counts and how it was served. */
export type StoredCounts = {
  tokensIn: number | null;
  tokensOut: number | null;
  tokensCached: number | null;
  tokensCacheWrite: number | null;
  tokensReasoning: number | null;
  written5m: number | null;
  written1h: number | null;
  serviceTier: string | null;
  region: string | null;
};

/** The fields of {@link StoredCounts} as a SELECT list of `event e`, but for those that a list or the details show anyway. */
export const WRITTEN_COLUMNS = 'e.tokens_cache_write_5m as "written5m", e.tokens_cache_write_1h as "written1h"';

/** All fields of {@link StoredCounts} as a SELECT list of `event e`. */
export const COUNT_COLUMNS = `
  e.tokens_in as "tokensIn", e.tokens_out as "tokensOut", e.tokens_cached as "tokensCached",
  e.tokens_cache_write as "tokensCacheWrite", e.tokens_reasoning as "tokensReasoning", ${WRITTEN_COLUMNS},
  e.service_tier as "serviceTier", e.region`;

/** The counts that a stored event would be priced by, under the names it was sent with. */
export const countedIn = (stored: StoredCounts, toolCalls: Readonly<Record<string, number>> | null): CountedFields => ({
  tokens_in: stored.tokensIn,
  tokens_out: stored.tokensOut,
  tokens_cached: stored.tokensCached,
  tokens_reasoning: stored.tokensReasoning,
  tokens_cache_write: writtenIn(stored),
  tool_calls: toolCalls,
  service_tier: stored.serviceTier,
  region: stored.region,
});

function writtenIn({
  tokensCacheWrite: total,
  written5m,
  written1h,
}: StoredCounts): CountedFields['tokens_cache_write'] {
  if (total === null || (written5m === null && written1h === null)) return total;
  const stated = (written5m ?? 0) + (written1h ?? 0);
  return { '5m': written5m, '1h': written1h, other: total - stated };
}
