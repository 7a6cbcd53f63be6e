import { CACHE_TTLS } from '#server/models/prices/domain/meters.ts';
import type { Usage } from '#server/models/prices/domain/usage.ts';

/** How many tokens the replacement needs for each one of the model that goes. */
export type TokenFactors = { input: number; output: number };

const WITHIN_INPUT = [
  ...(['tokens_in_audio', 'tokens_in_image'] as const),
  ...(['tokens_cached', 'tokens_cached_audio', 'tokens_cached_image'] as const),
] as const;
const WITHIN_OUTPUT = ['tokens_out_audio', 'tokens_out_image', 'tokens_reasoning'] as const;

/**
 * The usage of the same request by the replacement: tokens of input and output by their factors, parts of a total with
 * it, so that the same share is read from a cache. Parts are rounded down and totals never below the sum of their parts;
 * counts that are no tokens stay.
 */
export function scaleUsage(usage: Usage, { input, output }: TokenFactors): Usage {
  if (input === 1 && output === 1) return usage;
  const scaled: Usage = { ...usage };
  for (const meter of WITHIN_INPUT) scaled[meter] = floored(usage[meter], input);
  for (const meter of WITHIN_OUTPUT) scaled[meter] = floored(usage[meter], output);
  scaled.tokens_cache_write = writtenTimes(usage.tokens_cache_write, input);
  scaled.tokens_in = atLeast(usage.tokens_in, input, inputParts(scaled));
  scaled.tokens_out = atLeast(usage.tokens_out, output, sum(WITHIN_OUTPUT.map((meter) => scaled[meter])));
  return scaled;
}

const floored = (count: number | null | undefined, factor: number) =>
  count == null ? count : Math.floor(count * factor);

const atLeast = (count: number | null | undefined, factor: number, parts: number) =>
  count == null ? count : Math.max(Math.round(count * factor), parts);

const sum = (counts: readonly (number | null | undefined)[]): number =>
  counts.reduce((total: number, count) => total + (count ?? 0), 0);

/** Input that is counted by a part; cached audio and images are parts of two. */
const inputParts = (usage: Usage): number =>
  sum([usage.tokens_in_audio, usage.tokens_in_image, usage.tokens_cached, writtenIn(usage.tokens_cache_write)]) -
  sum([usage.tokens_cached_audio, usage.tokens_cached_image]);

type Written = Usage['tokens_cache_write'];

const writtenIn = (written: Written): number =>
  written == null || typeof written === 'number' ? (written ?? 0) : sum(CACHE_TTLS.map((ttl) => written[ttl]));

function writtenTimes(written: Written, factor: number): Written {
  if (written == null || typeof written === 'number') return floored(written, factor);
  return Object.fromEntries(CACHE_TTLS.map((ttl) => [ttl, floored(written[ttl], factor)]));
}
