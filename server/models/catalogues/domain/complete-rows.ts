import type { Conditions, PriceRow } from '#server/models/prices/domain/price-row.ts';
import { conditionsText } from '#server/models/prices/domain/row-entry.ts';
import { bothOf, scopeOf } from '#server/models/prices/domain/specificity.ts';
import type { Unread } from './catalogue.ts';

/**
 * Adds the rows without which two rows of a catalogue would tie: a file that has a price for a batch and one above 200k
 * tokens often has none for both. The higher of the two is taken, as LiteLLM's own computation does for a tier above a
 * threshold, and named in `assumed`.
 */
export function completeRows(rows: readonly PriceRow[], newId: () => string): { rows: PriceRow[]; assumed: Unread[] } {
  const all = [...rows];
  const assumed: Unread[] = [];
  const taken = new Set(all.map(keyOf));
  for (let i = 1; i < all.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const [one, other] = [all[i] as PriceRow, all[j] as PriceRow];
      const both = deciding(one, other);
      if (both === null || taken.has(keyOf(both))) continue;
      taken.add(keyOf(both));
      all.push({ ...both, id: newId() });
      const because = 'the file has no price for it; the higher one of its conditions is taken';
      assumed.push({ field: `${both.meter} (${conditionsText(both.when)})`, because });
    }
  }
  return { rows: all, assumed };
}

/** The row for what matches both, where neither is narrower; null where none is needed. */
function deciding(one: PriceRow, other: PriceRow): PriceRow | null {
  if (one.meter !== other.meter || one.effectiveFromMs !== other.effectiveFromMs) return null;
  if (one.when.hours !== undefined && other.when.hours !== undefined) return null;
  const both = bothOf(scopeOf(one.when), scopeOf(other.when));
  if (typeof both === 'string' || both.key === scopeOf(one.when).key || both.key === scopeOf(other.when).key) {
    return null;
  }
  const higher = one.amountPico * BigInt(other.per) >= other.amountPico * BigInt(one.per) ? one : other;
  const inputTokensGte = Math.max(one.when.inputTokensGte ?? 0, other.when.inputTokensGte ?? 0);
  const when: Conditions = { ...one.when, ...other.when, ...(inputTokensGte > 0 ? { inputTokensGte } : {}) };
  return { ...higher, when };
}

const keyOf = (row: PriceRow): string => `${row.meter} ${row.effectiveFromMs} ${scopeOf(row.when).key}`;
