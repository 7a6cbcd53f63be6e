import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { type Line, lineAt, type Rate, type Refusal, type Saving, savingOf } from './arithmetic.ts';
import { totalInterval } from './total-interval.ts';

/** Requests in order of arrival, as columns with one entry each, because a replay may have a million of them. */
export type CacheTraffic = {
  atMs: Float64Array;
  /** Number for model and first tokens: equal exactly where a provider could share the prefix. */
  prefix: Int32Array;
  prefixTokens: Int32Array;
};

export type CacheRules = {
  ttlMs: number;
  /** Shorter prefixes are not cached by the provider and pay the full price. */
  minTokens: number;
  /** Prefixes held at a time, the least recently used is evicted first; `null`: none is evicted before it expires. */
  prefixesMax: number | null;
  input: Rate;
  read: Rate;
  write: Rate;
};

export type CacheReplay = { hits: number; misses: number; tooShort: number; tokensRead: number; tokensWritten: number };

const REQUESTS_MIN = 200;

/**
 * Replays a provider's prefix cache: a hit where the same prefix was used within the time to live, which each use
 * restarts, otherwise a write. One pass; memory grows with the distinct prefixes. `onRequest` gets the tokens read or
 * written by each request.
 */
export function replayPrefixCache(
  traffic: CacheTraffic,
  rules: Pick<CacheRules, 'ttlMs' | 'minTokens' | 'prefixesMax'>,
  onRequest?: (i: number, read: number, written: number) => void,
): CacheReplay {
  const lastUsed = new Map<number, number>();
  const found = { hits: 0, misses: 0, tooShort: 0, tokensRead: 0, tokensWritten: 0 };
  for (let i = 0; i < traffic.atMs.length; i++) {
    const at = traffic.atMs[i] ?? 0;
    const prefix = traffic.prefix[i] ?? 0;
    const tokens = traffic.prefixTokens[i] ?? 0;
    if (tokens < rules.minTokens) {
      found.tooShort += 1;
      continue;
    }
    const before = lastUsed.get(prefix);
    const isHit = before !== undefined && at - before <= rules.ttlMs;
    if (isHit) found.hits += 1;
    else found.misses += 1;
    found[isHit ? 'tokensRead' : 'tokensWritten'] += tokens;
    // A Map keeps the order of insertion: deleting the prefix before it is set again makes the first entry the least
    // recently used.
    if (rules.prefixesMax !== null) lastUsed.delete(prefix);
    lastUsed.set(prefix, at);
    if (rules.prefixesMax !== null && lastUsed.size > rules.prefixesMax) {
      const oldest = lastUsed.keys().next();
      if (!oldest.done) lastUsed.delete(oldest.value);
    }
    onRequest?.(i, isHit ? tokens : 0, isHit ? 0 : tokens);
  }
  return found;
}

/** Dollars (10⁻¹²) that cached reads saved and writes cost beside the full price; negative where writes cost more. */
export function cacheLines(
  tokensRead: number,
  tokensWritten: number,
  { input, read, write }: Omit<CacheRules, 'ttlMs' | 'minTokens' | 'prefixesMax'>,
): Line[] {
  return [
    lineAt('input tokens that are read from the cache, at the full price', tokensRead, input, 1),
    lineAt('the same at the price of cached input', tokensRead, read, -1),
    lineAt('input tokens that are written to the cache, at the full price', tokensWritten, input, 1),
    lineAt('the same at the price of a cache write', tokensWritten, write, -1),
  ];
}

/**
 * Reads for each written token from which on a cache saves: (write − input) / (input − read). `null` where reading
 * saves nothing.
 */
export function breakEvenReads({ input, read, write }: Pick<CacheRules, 'input' | 'read' | 'write'>): number | null {
  const price = ({ amountPico, per }: Rate) => Number(amountPico) / per;
  const saved = price(input) - price(read);
  return saved > 0 ? Math.max(0, (price(write) - price(input)) / saved) : null;
}

/**
 * What a prefix cache would have saved on this traffic, with an interval over hours. An upper estimate where
 * `prefixesMax` is null: a provider may evict a prefix earlier than it documents.
 */
export function prefixCacheSaving(
  traffic: CacheTraffic,
  rules: CacheRules,
): (Saving & { replay: CacheReplay }) | Refusal {
  const n = traffic.atMs.length;
  if (n < REQUESTS_MIN) return { refused: 'too_few_requests', found: n, needed: REQUESTS_MIN };
  const byHour = new Map<number, { read: number; written: number }>();
  const replay = replayPrefixCache(traffic, rules, (i, read, written) => {
    const hour = Math.floor((traffic.atMs[i] ?? 0) / HOUR_MS);
    const sums = byHour.get(hour);
    if (sums) {
      sums.read += read;
      sums.written += written;
    } else byHour.set(hour, { read, written });
  });
  const hours = [...byHour.values()].map(({ read, written }) => sumPico(cacheLines(read, written, rules)));
  const lines = cacheLines(replay.tokensRead, replay.tokensWritten, rules);
  return { ...savingOf(lines, totalInterval(hours), 'unchanged'), replay };
}

const sumPico = (lines: readonly Line[]): bigint => lines.reduce((sum, { amountPico }) => sum + amountPico, 0n);
