import type { CacheTtl } from '#server/models/prices/domain/meters.ts';
import type { Lacking } from '#server/models/prices/domain/price-usage.ts';
import {
  addPriced,
  bothFigures,
  type Figures,
  figuresOf,
  noFigures,
  type PricedAgain,
  type StoredFigures,
  storedFigures,
} from './figures.ts';

/** A price or a count without which costs are unknown, and the events that lack it. */
export type LackingCount = Pick<Lacking, 'meter' | 'because'> & { cacheTtl: CacheTtl | null; events: number };

/**
 * What a repricing changes by UTC day (`2026-03-04`), the events whose cost was unknown before and is unknown after, and
 * what the unknown ones lack. An event can lack more than one thing.
 */
export type Breakdown = { days: Map<string, Figures>; lacking: Map<string, LackingCount>; stayUnknown: number };

/** A breakdown in JSON. */
export type StoredBreakdown = {
  days: Record<string, StoredFigures>;
  lacking: LackingCount[];
  stay_unknown: number;
};

/** Of no events. */
export const noBreakdown = (): Breakdown => ({ days: new Map(), lacking: new Map(), stayUnknown: 0 });

/** Adds an event of `day`. */
export function addToBreakdown(to: Breakdown, day: string, priced: PricedAgain): void {
  addPriced(figuresAt(to.days, day), priced);
  if (priced.after !== null) return;
  if (priced.before === null) to.stayUnknown += 1;
  for (const one of priced.lacking) {
    addLacking(to, { meter: one.meter, because: one.because, cacheTtl: ttlOf(one), events: 1 });
  }
}

const ttlOf = (one: Lacking): CacheTtl | null => ('cacheTtl' in one ? one.cacheTtl : null);

function addLacking({ lacking }: Breakdown, one: LackingCount): void {
  const key = `${one.meter} ${one.cacheTtl} ${one.because}`;
  const known = lacking.get(key);
  if (known === undefined) lacking.set(key, { ...one });
  else known.events += one.events;
}

/** The figures of a key, from now on in the map. */
export function figuresAt<K>(of: Map<K, Figures>, key: K): Figures {
  const sum = of.get(key) ?? noFigures();
  of.set(key, sum);
  return sum;
}

/** Both as one. */
export function bothBreakdowns(a: Breakdown, b: Breakdown): Breakdown {
  const both = noBreakdown();
  both.stayUnknown = a.stayUnknown + b.stayUnknown;
  for (const { days, lacking } of [a, b]) {
    for (const [day, sum] of days) both.days.set(day, bothFigures(figuresAt(both.days, day), sum));
    for (const one of lacking.values()) addLacking(both, one);
  }
  return both;
}

/** A breakdown for JSON. */
export const storedBreakdown = ({ days, lacking, stayUnknown }: Breakdown): StoredBreakdown => ({
  days: Object.fromEntries([...days].map(([day, sum]) => [day, storedFigures(sum)])),
  lacking: [...lacking.values()],
  stay_unknown: stayUnknown,
});

/** Read back from JSON. */
export function breakdownOf(stored: StoredBreakdown): Breakdown {
  const read = noBreakdown();
  read.stayUnknown = stored.stay_unknown;
  for (const [day, sum] of Object.entries(stored.days)) read.days.set(day, figuresOf(sum));
  for (const one of stored.lacking) addLacking(read, one);
  return read;
}

/** What lacks most first. */
export const lackingMost = ({ lacking }: Breakdown): LackingCount[] =>
  [...lacking.values()].sort((a, b) => b.events - a.events);
