/**
 * p-values corrected for their number, in the order given: rejecting those at or below α keeps the probability of any
 * false rejection at α.
 *
 * Source: Holm 1979, step-down.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p || a.index - b.index);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let floor = 0;
  ascending.forEach(({ p, index }, rank) => {
    floor = Math.max(floor, Math.min(1, (ascending.length - rank) * p));
    adjusted[index] = floor;
  });
  return adjusted;
}
