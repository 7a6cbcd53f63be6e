import type { z } from 'zod';
import type { CachedShare, Opportunity, RefusedSaving, SavingsCard } from '#server/cost/domain/savings.ts';
import type { savingsResponse } from './contract.ts';
import type { SavingsState } from './read-savings.ts';

type Wire = z.input<typeof savingsResponse>;
type CardWire = Wire['cards'][number];

/** The newest report and the state of its computation, as the edge sends them. */
export function savingsWire({ report, ...state }: SavingsState): Wire {
  return {
    status: state.status,
    progress: state.progress,
    error: state.error,
    requested_at: state.requestedAt?.toISOString() ?? null,
    computed_at: state.computedAt?.toISOString() ?? null,
    took_ms: state.tookMs,
    from: report?.from ?? null,
    to: report?.to ?? null,
    requests: report?.requests ?? null,
    replayed_requests: report?.replayed ?? null,
    seed: report?.seed ?? null,
    cards: report?.cards.map(cardWire) ?? [],
    caches: report?.caches.map(cacheWire) ?? [],
  };
}

const cardWire = ({ found, refused, ...card }: SavingsCard): CardWire => ({
  ...card,
  found: found.map(opportunityWire),
  refused: refused.map(refusedWire),
});

const refusedWire = ({ refused, ...rest }: RefusedSaving): CardWire['refused'][number] => ({ code: refused, ...rest });

function opportunityWire(found: Opportunity): CardWire['found'][number] {
  const { savedUsd, quality, margin, replays, order, sections, categories, curve, ...rest } = found;
  return {
    ...rest,
    saved_usd: savedUsd,
    quality:
      typeof quality === 'string'
        ? quality
        : { difference: quality.difference, ci95: [quality.low, quality.high], n: quality.n },
    margin: margin?.margin ?? null,
    margin_kind: margin?.marginKind ?? null,
    replays: replays?.map(({ tooShort, tokensRead, tokensWritten, savedUsd, ...row }) => ({
      ...row,
      too_short: tooShort,
      tokens_read: tokensRead,
      tokens_written: tokensWritten,
      saved_usd: savedUsd,
    })),
    order: order && { breaks_at: order.breaksAt, order: order.order, cacheable_tokens: order.cacheableTokens },
    sections: sections?.map(({ savedUsd, ...section }) => ({ ...section, saved_usd: savedUsd })),
    categories: categories?.map(({ smallOnly, largeOnly, low, high, savedUsd, ...row }) => ({
      ...row,
      small_only: smallOnly,
      large_only: largeOnly,
      ci95: [low, high],
      saved_usd: savedUsd,
    })),
    curve: curve?.map(({ threshold, routedShare, qualityDifference, savedUsd }) => ({
      threshold,
      routed_share: routedShare,
      quality_difference: qualityDifference,
      saved_usd: savedUsd,
    })),
  };
}

const cacheWire = ({ unknown, hits, tokensIn, tokensCached, tokensWritten, savedUsd, ...cache }: CachedShare) => ({
  ...cache,
  unknown_requests: unknown,
  hit_requests: hits,
  tokens_in: tokensIn,
  tokens_cached: tokensCached,
  tokens_cache_write: tokensWritten,
  cached_share: tokensIn > 0 && unknown < cache.requests ? tokensCached / tokensIn : null,
  saved_usd: savedUsd,
});
