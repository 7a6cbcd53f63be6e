import { CACHE_TTLS, type CacheTtl, METERS, type Meter, ruleOf } from './meters.ts';

/**
 * What a request used, by meter. `tokens_in` is all input, cached and written included; `tokens_out` is all output,
 * reasoning included; audio and image tokens are parts of both. Null means "not counted" for a total and zero for other
 * meters; `requests` is one where it is left out. Measured meters (seconds, hours) have decimals.
 */
export type Usage = { [M in Exclude<Meter, 'tokens_cache_write' | 'tool_calls'>]?: number | null } & {
  /** A single number where the time to live is not stated; it counts as `other`. */
  tokens_cache_write?: number | { [T in CacheTtl]?: number | null } | null;
  tool_calls?: Readonly<Record<string, number>> | null;
};

/** Which counts a provider leaves out of its totals; the reader of its usage names the convention. */
export type Convention = { cachedApart: boolean; writtenApart: boolean; reasoningApart: boolean };

/**
 * `openai` counts like {@link Usage}, `anthropic` excludes the cache from its input, `gemini` excludes thoughts from
 * its output.
 */
export const CONVENTIONS = {
  openai: { cachedApart: false, writtenApart: false, reasoningApart: false },
  anthropic: { cachedApart: true, writtenApart: true, reasoningApart: false },
  gemini: { cachedApart: false, writtenApart: false, reasoningApart: true },
} as const satisfies Record<string, Convention>;

/** The same usage with totals that include all their parts. */
export function withWholeTotals(usage: Usage, { cachedApart, writtenApart, reasoningApart }: Convention): Usage {
  const { tokens_in: input, tokens_out: output } = usage;
  const added = (cachedApart ? (usage.tokens_cached ?? 0) : 0) + (writtenApart ? writtenOf(usage) : 0);
  return {
    ...usage,
    ...(input == null ? {} : { tokens_in: input + added }),
    ...(output == null ? {} : { tokens_out: output + (reasoningApart ? (usage.tokens_reasoning ?? 0) : 0) }),
  };
}

const writtenOf = (usage: Usage): number => CACHE_TTLS.reduce((sum, ttl) => sum + writtenFor(usage, ttl), 0);

function writtenFor({ tokens_cache_write: written }: Usage, ttl: CacheTtl): number {
  if (written == null) return 0;
  if (typeof written === 'number') return ttl === 'other' ? written : 0;
  return written[ttl] ?? 0;
}

export type PartMeter = Exclude<Meter, 'tool_calls'>;
/** A part that is billed by itself; no token belongs to two parts. Calls of tools are billed separately, by name. */
export type Part = {
  meter: PartMeter;
  cacheTtl: CacheTtl | null;
  measured: boolean;
  total: boolean;
  onlyIfPriced: boolean;
};

export const PARTS: readonly Part[] = Object.keys(METERS)
  .filter((meter): meter is PartMeter => meter !== 'tool_calls')
  .flatMap((meter) => {
    const { measured = false, total = false, onlyIfPriced = false } = ruleOf(meter);
    const ttls = meter === 'tokens_cache_write' ? CACHE_TTLS : [null];
    return ttls.map((cacheTtl): Part => ({ meter, cacheTtl, measured, total, onlyIfPriced }));
  });

const placeOf = (meter: PartMeter): number => PARTS.findIndex((part) => part.meter === meter);
const IN = placeOf('tokens_in');
const IN_AUDIO = placeOf('tokens_in_audio');
const IN_IMAGE = placeOf('tokens_in_image');
const CACHED = placeOf('tokens_cached');
const CACHED_AUDIO = placeOf('tokens_cached_audio');
const CACHED_IMAGE = placeOf('tokens_cached_image');
const WRITTEN = placeOf('tokens_cache_write');
const OUT = placeOf('tokens_out');
const OUT_AUDIO = placeOf('tokens_out_audio');
const OUT_IMAGE = placeOf('tokens_out_image');
const REASONING = placeOf('tokens_reasoning');
const REQUESTS = placeOf('requests');

/** The totals and the parts that they include. */
const WHOLES: readonly (readonly [whole: number, parts: readonly number[]])[] = [
  [IN_AUDIO, [CACHED_AUDIO]],
  [IN_IMAGE, [CACHED_IMAGE]],
  [CACHED, [CACHED_AUDIO, CACHED_IMAGE]],
  // After the lines above, these parts are disjoint.
  [IN, [IN_AUDIO, IN_IMAGE, CACHED, CACHED_AUDIO, CACHED_IMAGE, WRITTEN, WRITTEN + 1, WRITTEN + 2]],
  [OUT, [OUT_AUDIO, OUT_IMAGE, REASONING]],
];

/** Largest measured quantity: its millionths are still exact integers of a double. */
const MEASURED_MAX = 9_000_000_000;

/** Why counts cannot be billed: one is no count, or parts are more than their `whole`. */
export type BadCount =
  | { meter: Meter; because: 'not_a_count' }
  | { meter: Meter; because: 'more_than_whole'; whole: Meter };

/** Whether a value is a count: a whole number from 0 that a double holds exactly. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/**
 * Writes the quantities into `parts`, which has an element for each of {@link PARTS}; NaN for a total that was not
 * counted. Returns the problem, or null. It allocates nothing where the counts are right, because it runs for every
 * event.
 */
export function splitUsage(usage: Usage, parts: Float64Array): BadCount | null {
  for (let i = 0; i < PARTS.length; i += 1) {
    const { meter, cacheTtl, measured, total } = PARTS[i] as Part;
    const value = cacheTtl === null ? usage[meter as 'tokens_in'] : writtenFor(usage, cacheTtl);
    if (value == null) {
      parts[i] = total ? Number.NaN : i === REQUESTS ? 1 : 0;
      continue;
    }
    if (measured ? !(value >= 0 && value <= MEASURED_MAX) : !isCount(value)) return { meter, because: 'not_a_count' };
    parts[i] = value;
  }
  for (const [whole, within] of WHOLES) {
    let rest = parts[whole] as number;
    for (const part of within) rest -= parts[part] as number;
    if (rest < 0) return tooMuch(parts, whole, within);
    parts[whole] = rest;
  }
  return null;
}

/**
 * The problem of parts that exceed their total. It names the largest part, which most likely follows another
 * convention.
 */
function tooMuch(parts: Float64Array, whole: number, within: readonly number[]): BadCount {
  const largest = within.toSorted((a, b) => (parts[b] as number) - (parts[a] as number))[0] ?? whole;
  return { meter: (PARTS[largest] as Part).meter, because: 'more_than_whole', whole: (PARTS[whole] as Part).meter };
}
