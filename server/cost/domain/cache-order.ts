import { amountAt, type Rate } from './arithmetic.ts';
import type { CacheRules } from './prefix-cache.ts';

/** A section of a template, in order: its tokens, and in what share of requests it differs from the request before. */
export type Section = { name: string; tokens: number; changedShare: number };

/**
 * Where a shared prefix ends early because a section that changes stands before sections that change less, and the
 * order that avoids it (least changing first; equal ones keep their order). `savedPicoPerRequest` estimates the saving
 * of a request that hits the cache: the gain of `cacheableTokens` × (input − read). A replay of the traffic gives the
 * saving itself.
 */
export function cacheAwareOrder(sections: readonly Section[], { input, read }: Pick<CacheRules, 'input' | 'read'>) {
  const steady = (order: readonly Section[]) => {
    let unchanged = 1;
    return order.reduce((sum, { tokens, changedShare }) => {
      unchanged *= 1 - changedShare;
      return sum + unchanged * tokens;
    }, 0);
  };
  const order = sections.toSorted((a, b) => a.changedShare - b.changedShare);
  const gainTokens = steady(order) - steady(sections);
  const breaks = sections.find(({ changedShare }, i) =>
    sections.slice(i + 1).some((s) => s.changedShare < changedShare),
  );
  const saved = input.amountPico * BigInt(read.per) - read.amountPico * BigInt(input.per);
  const rate: Rate = { amountPico: saved, per: input.per * read.per };
  return {
    order: order.map(({ name }) => name),
    breaksAt: breaks?.name ?? null,
    cacheableTokens: { now: steady(sections), reordered: steady(order) },
    savedPicoPerRequest: amountAt(Math.round(Math.max(0, gainTokens)), rate),
  };
}
