import { inForce, type PriceRow } from '#server/models/prices/domain/price-row.ts';
import { scopeOf } from '#server/models/prices/domain/specificity.ts';
import { oddities, ratioOf, WITHHELD } from './price-checks.ts';

/** A price of the same catalogue that moves further than this is left for a person. */
const JUMP = 10;

/**
 * Which rows of a catalogue an import writes for a model with `known` rows. A model without prices gets all of them. A price
 * that the same catalogue wrote follows it; one of another source is kept, and the difference is a disagreement.
 * Never written: what a person withdrew, what `oddities` finds wrong, and a tenfold change.
 */
export function rowsToWrite(
  known: readonly PriceRow[],
  given: readonly PriceRow[],
  { url, nowMs }: { url: string; nowMs: number },
): PriceRow[] {
  const holding = new Map<string, PriceRow>();
  for (const row of known) {
    const other = holding.get(keyOf(row));
    if (inForce(row, nowMs) && (other === undefined || other.effectiveFromMs <= row.effectiveFromMs)) {
      holding.set(keyOf(row), row);
    }
  }
  const isWithdrawn = (given: PriceRow) =>
    known.some(
      (row) =>
        row.state === 'withdrawn' &&
        keyOf(row) === keyOf(given) &&
        (row.effectiveFromMs === given.effectiveFromMs || !holding.has(keyOf(given))),
    );
  const isAllOurs = known.every(({ sourceUrl }) => sourceUrl === url);
  return given.filter((row) => {
    if (oddities(row, given).some((code) => WITHHELD.includes(code)) || isWithdrawn(row)) return false;
    const before = holding.get(keyOf(row));
    if (before === undefined) return isAllOurs;
    const ratio = ratioOf(row, before);
    return before.sourceUrl === url && ratio < JUMP && ratio > 1 / JUMP;
  });
}

const keyOf = (row: PriceRow): string => `${row.meter} ${scopeOf(row.when).key}`;
