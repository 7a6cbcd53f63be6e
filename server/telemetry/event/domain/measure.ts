import { readUsage, type UsageProblem } from '#server/models/prices/domain/extract/read-usage.ts';
import { CACHE_TTLS } from '#server/models/prices/domain/meters.ts';
import type { ServedAs } from '#server/models/prices/domain/price-usage.ts';
import type { Usage } from '#server/models/prices/domain/usage.ts';
import { COUNT_MAX, type EventMessage } from './event-fields.ts';

/** The fields of an event that say what it used and how it was served. */
export type CountedFields = Pick<
  EventMessage,
  | 'tokens_in'
  | 'tokens_out'
  | 'tokens_cached'
  | 'tokens_cache_write'
  | 'tokens_reasoning'
  | 'tool_calls'
  | 'service_tier'
  | 'region'
>;

/** What prices are asked with. `problem`: why the usage object was not read; `unread`: its fields that nobody here knows. */
export type Measured = { usage: Usage; served: ServedAs; problem: UsageProblem | null; unread: readonly string[] };

const NOT_SERVED: ServedAs = {};
const NONE: readonly string[] = [];

/**
 * What a request used: what its event says, and what it leaves out from the provider's own usage object. `provider` as the
 * model is named by; `own` is that object as it came, null without.
 */
export function measure(said: CountedFields, provider: string, own: unknown): Measured {
  if (own == null) return { usage: said, served: servedAs(said, NOT_SERVED), problem: null, unread: NONE };
  const read = readUsage(provider.toLowerCase(), own);
  const problem = read.problem ?? tooLarge(read.usage);
  if (problem !== null || read.usage === null) {
    return { usage: said, served: servedAs(said, NOT_SERVED), problem, unread: NONE };
  }
  const { usage: found, served, unread } = read;
  const usage: Usage = {
    ...found,
    tokens_in: said.tokens_in ?? found.tokens_in,
    tokens_out: said.tokens_out ?? found.tokens_out,
    tokens_cached: said.tokens_cached ?? found.tokens_cached,
    tokens_reasoning: said.tokens_reasoning ?? found.tokens_reasoning,
    tokens_cache_write: writtenOf(said.tokens_cache_write, found.tokens_cache_write),
    tool_calls: said.tool_calls ?? found.tool_calls,
  };
  return { usage, served: servedAs(said, served), problem: null, unread };
}

/** How it was served, in lower case as prices name it. What the event says comes first. */
function servedAs({ service_tier: tier, region }: CountedFields, read: ServedAs): ServedAs {
  if (tier == null && region == null) return read;
  return {
    ...read,
    ...(tier == null ? {} : { serviceTier: tier.toLowerCase() }),
    ...(region == null ? {} : { region: region.toLowerCase() }),
  };
}

/** One number that agrees with the usage object's times to live is detailed by them. */
function writtenOf(said: Usage['tokens_cache_write'], found: Usage['tokens_cache_write']): Usage['tokens_cache_write'] {
  if (said == null) return found;
  return typeof said === 'number' && found != null && writtenTotal(found) === said ? found : said;
}

/** Tokens written to a cache, whatever their time to live; null where nobody counted them. */
export function writtenTotal(written: Usage['tokens_cache_write']): number | null {
  if (written == null || typeof written === 'number') return written ?? null;
  return CACHE_TTLS.reduce((sum, ttl) => sum + (written[ttl] ?? 0), 0);
}

/** Tokens written for a stated time to live; null where it is not stated. */
export const writtenFor = (written: Usage['tokens_cache_write'], ttl: '5m' | '1h'): number | null =>
  written == null || typeof written === 'number' ? null : (written[ttl] ?? null);

/** A usage object is not checked when it is accepted, and its counts must still fit their columns. */
function tooLarge(usage: Usage): UsageProblem | null {
  const counts = [usage.tokens_in, usage.tokens_out, usage.tokens_cached, usage.tokens_reasoning];
  const most = Math.max(0, writtenTotal(usage.tokens_cache_write) ?? 0, ...counts.map((count) => count ?? 0));
  if (most <= COUNT_MAX) return null;
  return { path: '', code: 'not_a_count', message: `Counts are at most ${COUNT_MAX}.` };
}
