import type { Problem } from './check-price-row.ts';
import { inForce, type PriceRow } from './price-row.ts';
import type { GivenRow } from './read-entries.ts';
import { chargeOf } from './reprice.ts';
import { scopeOf } from './specificity.ts';
import { tiesOf } from './ties.ts';

/** Most rows of one model: finding ties compares each with each. */
const ROWS_MAX = 500;

/**
 * `after`: all rows once `given` are written. `changed`: those of them that are to be written; one that takes the place
 * of a known row has its id. `problems`: why nothing may be written.
 */
export type MergedRows = { after: PriceRow[]; changed: PriceRow[]; problems: Problem[] };

/**
 * Adds rows to those of a model. A row of the meter, conditions and beginning of a known one takes its place, every other
 * known row stays.
 */
export function mergeRows(known: readonly PriceRow[], given: readonly GivenRow[]): MergedRows {
  const byKey = new Map(known.map((row) => [keyOf(row), row]));
  const taken = new Set(given.map(({ row }) => keyOf(row)));
  const kept = known.filter((row) => !taken.has(keyOf(row)));
  const added = given.map(({ row, path }) => ({ path, row: { ...row, id: byKey.get(keyOf(row))?.id ?? row.id } }));
  const after = [...kept, ...added.map(({ row }) => row)];
  const changed = added.flatMap(({ row }) => {
    const before = byKey.get(keyOf(row));
    return before !== undefined && sameRow(before, row) ? [] : [row];
  });
  return { after, changed, problems: changed.length === 0 ? [] : problemsOf(after, kept.length, added) };
}

function problemsOf(after: readonly PriceRow[], keptCount: number, added: readonly GivenRow[]): Problem[] {
  if (after.length > ROWS_MAX) {
    const message = `A model has at most ${ROWS_MAX} price rows; these would be ${after.length}.`;
    return [{ path: '/prices', code: 'too_many_prices', message }];
  }
  const twice = repeated(added);
  if (twice.length > 0) return twice;
  return tiesOf(after).flatMap(({ first, second, code, message }) => {
    const path = (added[second - keptCount] ?? added[first - keptCount])?.path;
    return path === undefined ? [] : [{ path, code, message }];
  });
}

/** Withdrawn rows tie with nothing, and still two of one body cannot both be written. */
const repeated = (added: readonly GivenRow[]): Problem[] => {
  const seen = new Set<string>();
  return added.flatMap(({ row, path }) => {
    const key = keyOf(row);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = `Another price of this request is for the same meter (${row.meter}), time and conditions. Keep one.`;
    return [{ path, code: 'same_time', message }];
  });
};

/** The identity of a row within its model. */
const keyOf = (row: PriceRow): string => `${row.meter} ${row.effectiveFromMs} ${scopeOf(row.when).key}`;

const sameRow = (a: PriceRow, b: PriceRow): boolean =>
  chargeOf(a) === chargeOf(b) && a.state === b.state && a.sourceUrl === b.sourceUrl && a.checkedAtMs === b.checkedAtMs;

/**
 * Drops rows that equal the known row in force at their time: a catalogue without dates would otherwise add a row at
 * every import.
 */
export const withoutRepeats = (known: readonly PriceRow[], given: readonly GivenRow[]): GivenRow[] =>
  given.filter(({ row }) => {
    if (row.state !== 'listed' || row.effectiveToMs !== null) return true;
    const key = scopeOf(row.when).key;
    const holding = known
      .filter(
        (other) => other.meter === row.meter && inForce(other, row.effectiveFromMs) && scopeOf(other.when).key === key,
      )
      .reduce<PriceRow | null>(
        (last, one) => (last !== null && last.effectiveFromMs > one.effectiveFromMs ? last : one),
        null,
      );
    if (holding === null || holding.effectiveFromMs === row.effectiveFromMs) return true;
    return (
      holding.effectiveToMs !== null || holding.amountPico * BigInt(row.per) !== row.amountPico * BigInt(holding.per)
    );
  });
