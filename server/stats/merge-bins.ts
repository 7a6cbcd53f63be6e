/** Neighbouring bins taken together: `from` inclusive, `to` exclusive, as indices of the finer histogram. */
export interface BinGroup {
  readonly from: number;
  readonly to: number;
}

/**
 * Groups neighbouring bins of a reference histogram so that each group holds at least `minShare` of it and there are at
 * most `maxGroups`; the groups cover all bins in order. Thin bins make a distance noisy, and empty ones make it
 * infinite. An empty histogram is one group.
 */
export function mergeThinBins(reference: readonly number[], minShare: number, maxGroups: number): BinGroup[] {
  const total = reference.reduce((sum, count) => sum + count, 0);
  const groups: { from: number; to: number; count: number }[] = [];
  let from = 0;
  let count = 0;
  reference.forEach((inBin, bin) => {
    count += inBin;
    if (total > 0 && count >= minShare * total) {
      groups.push({ from, to: bin + 1, count });
      from = bin + 1;
      count = 0;
    }
  });
  const last = groups.at(-1);
  if (last === undefined) return [{ from: 0, to: reference.length }];
  // The remainder at the upper end is too thin for a group of its own.
  last.to = reference.length;
  last.count += count;
  while (groups.length > maxGroups) joinThinnestNeighbours(groups);
  return groups.map((group) => ({ from: group.from, to: group.to }));
}

function joinThinnestNeighbours(groups: { from: number; to: number; count: number }[]): void {
  let thinnest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < groups.length; i++) {
    const together = (groups[i]?.count ?? 0) + (groups[i + 1]?.count ?? 0);
    if (together < least) {
      least = together;
      thinnest = i;
    }
  }
  const right = groups[thinnest + 1];
  const left = groups[thinnest];
  if (left === undefined || right === undefined) return;
  left.to = right.to;
  left.count += right.count;
  groups.splice(thinnest + 1, 1);
}
