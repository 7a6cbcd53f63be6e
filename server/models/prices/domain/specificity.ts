import { commonWeek, inWeek, minuteOfWeek, WEEK_MINUTES, type Week, weekLength, weekOf, zoneName } from './hours.ts';
import type { CacheTtl } from './meters.ts';
import type { Conditions, PriceRow } from './price-row.ts';

/**
 * The requests that match conditions, in a canonical form: conditions that match the same requests have the same `key`.
 */
export type Scope = {
  serviceTier: string | null;
  region: string | null;
  speed: string | null;
  cacheTtl: CacheTtl | null;
  inputTokensGte: number;
  tz: string | null;
  week: Week;
  key: string;
};

const ALWAYS: Week = [[0, WEEK_MINUTES]];

/** Scopes by their conditions, which never change: merging, comparing and pricing rows ask for each many times. */
const scopes = new WeakMap<Conditions, Scope>();

/** The scope of conditions: the requests that match them. */
export function scopeOf(when: Conditions): Scope {
  const known = scopes.get(when) ?? newScope(when);
  scopes.set(when, known);
  return known;
}

const newScope = (when: Conditions): Scope =>
  keyed({
    serviceTier: when.serviceTier ?? null,
    region: when.region ?? null,
    speed: when.speed ?? null,
    cacheTtl: when.cacheTtl ?? null,
    inputTokensGte: when.inputTokensGte ?? 0,
    tz: when.hours === undefined ? null : (zoneName(when.hours.tz) ?? when.hours.tz),
    week: when.hours === undefined ? ALWAYS : weekOf(when.hours),
  });

function keyed(scope: Omit<Scope, 'key'>): Scope {
  const { serviceTier, region, speed, cacheTtl, inputTokensGte, tz, week } = scope;
  return { ...scope, key: JSON.stringify([serviceTier, region, speed, cacheTtl, inputTokensGte, tz, week]) };
}

/**
 * The common scope of two; `never` where no request matches both; `two_time_zones` where it is undecidable, because the
 * hours of two zones shift against each other when clocks change.
 */
export type Together = Scope | 'never' | 'two_time_zones';

/** The requests that match both. */
export function bothOf(a: Scope, b: Scope): Together {
  const names = ['serviceTier', 'region', 'speed', 'cacheTtl'] as const;
  if (names.some((name) => a[name] !== null && b[name] !== null && a[name] !== b[name])) return 'never';
  if (a.tz !== null && b.tz !== null && a.tz !== b.tz) return 'two_time_zones';
  const week = commonWeek(a.week, b.week);
  if (week.length === 0) return 'never';
  return keyed({
    serviceTier: a.serviceTier ?? b.serviceTier,
    region: a.region ?? b.region,
    speed: a.speed ?? b.speed,
    cacheTtl: a.cacheTtl ?? b.cacheTtl,
    inputTokensGte: Math.max(a.inputTokensGte, b.inputTokensGte),
    tz: a.tz ?? b.tz,
    week,
  });
}

/**
 * Whether `a` matches a proper subset of the requests of `b`, so that `a` is more specific. Then `a` has every
 * condition of `b`, each as narrow or narrower.
 */
export function isNarrower(a: Scope, b: Scope): boolean {
  const both = bothOf(a, b);
  return typeof both !== 'string' && both.key === a.key && a.key !== b.key;
}

/** The known facts of a request. `inputTokens` counts all input. */
export type RequestFacts = {
  serviceTier?: string | null;
  region?: string | null;
  speed?: string | null;
  cacheTtl?: CacheTtl | null;
  inputTokens: number | null;
  atMs: number;
};

/**
 * Whether a request matches a scope; `maybe` where that depends on input tokens that were not counted. An unknown fact
 * matches no condition.
 */
export function matches(scope: Scope, facts: RequestFacts): 'yes' | 'no' | 'maybe' {
  if (scope.serviceTier !== null && scope.serviceTier !== facts.serviceTier) return 'no';
  if (scope.region !== null && scope.region !== facts.region) return 'no';
  if (scope.speed !== null && scope.speed !== facts.speed) return 'no';
  if (scope.cacheTtl !== null && scope.cacheTtl !== facts.cacheTtl) return 'no';
  if (scope.tz !== null && !inWeek(scope.week, minuteOfWeek(scope.tz, facts.atMs))) return 'no';
  if (scope.inputTokensGte === 0) return 'yes';
  if (facts.inputTokens === null) return 'maybe';
  return facts.inputTokens >= scope.inputTokensGte ? 'yes' : 'no';
}

/**
 * Whether of two rows that both apply the first one prices: the narrower one, and of two with the same conditions the
 * later one.
 */
export function goesBefore(a: PriceRow, b: PriceRow): boolean {
  const scopeA = scopeOf(a.when);
  const scopeB = scopeOf(b.when);
  if (scopeA.key === scopeB.key) return a.effectiveFromMs > b.effectiveFromMs;
  return isNarrower(scopeA, scopeB);
}

/**
 * Compares rows for sorting by precedence: more conditions first, then the higher threshold, fewer hours, the later
 * start. A narrower row never comes after a wider one in this order, so the first row that applies is the one that
 * prices.
 */
export function inOrder(a: PriceRow, b: PriceRow): number {
  const scopeA = scopeOf(a.when);
  const scopeB = scopeOf(b.when);
  return (
    namedBy(scopeB) - namedBy(scopeA) ||
    scopeB.inputTokensGte - scopeA.inputTokensGte ||
    weekLength(scopeA.week) - weekLength(scopeB.week) ||
    b.effectiveFromMs - a.effectiveFromMs
  );
}

const namedBy = ({ serviceTier, region, speed, cacheTtl, inputTokensGte, tz }: Scope): number =>
  [serviceTier, region, speed, cacheTtl, tz].filter((name) => name !== null).length + (inputTokensGte > 0 ? 1 : 0);
