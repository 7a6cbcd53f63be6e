/**
 * The scores of one run on one dataset item. A run has one of these for **every** item of its dataset version, answered
 * or not, because an item that is left out could not be counted as unresolved.
 */
export interface ScoredItem {
  readonly item: string;
  readonly category: string;
  /** ≥ 0. An item of weight 0 is shown but does not count. */
  readonly weight: number;
  /** Items with the same cluster share a context and are not independent. */
  readonly cluster: string | null;
  /** 0..1, one a repeat. Empty: unresolved (the provider failed, or nothing could score the answer). */
  readonly scores: readonly number[];
  /** Milliseconds, one an answer; `null` where it was not measured. */
  readonly latencyMs?: readonly (number | null)[];
  /** US dollars, one an answer; `null` where the price is unknown. */
  readonly costUsd?: readonly (number | null)[];
}

/** The items of one run by id, and how many have conflicting data or no weight. */
export interface DistinctItems {
  readonly items: ReadonlyMap<string, ScoredItem>;
  /** Ids that occur more than once with different data: unresolved, as it is unknown which one is right. */
  readonly conflicting: number;
  /** Items of weight 0. */
  readonly weightless: number;
}

/**
 * Merges copies of the same item, in any order, because the same results imported twice are one run. Scores that are no
 * finite numbers are dropped. Throws RangeError for a weight that is negative or no number.
 */
export function distinctItems(scored: readonly ScoredItem[]): DistinctItems {
  const copies = Map.groupBy(scored, ({ item }) => item);
  const items = new Map<string, ScoredItem>();
  let conflicting = 0;
  let weightless = 0;
  for (const id of [...copies.keys()].toSorted()) {
    const alike = [...Map.groupBy(copies.get(id) ?? [], canonical)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const first = alike[0]?.[1][0];
    if (first === undefined) continue;
    if (!(first.weight >= 0 && Number.isFinite(first.weight))) {
      throw new RangeError(`The weight of item ${id} is a number of 0 or more, not ${first.weight}.`);
    }
    if (alike.length > 1) conflicting += 1;
    if (first.weight === 0) weightless += 1;
    else items.set(id, { ...first, scores: alike.length > 1 ? [] : first.scores.filter(Number.isFinite) });
  }
  return { items, conflicting, weightless };
}

/** Repeats have no order: the same answers in another order are the same result. */
function canonical({ category, weight, cluster, scores, latencyMs = [], costUsd = [] }: ScoredItem): string {
  return JSON.stringify([category, weight, cluster, scores.toSorted(), latencyMs.toSorted(), costUsd.toSorted()]);
}
