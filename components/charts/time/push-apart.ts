/**
 * Moves labels at the ends of lines until none overlaps another: downwards first, then up when the lowest would leave
 * the plot. Keeps their order; of two at one height the later lies above, as in stacks and percentiles. Returns the new
 * heights in the given order.
 */
export function pushApart(heights: readonly number[], gap: number, bottom: number): number[] {
  const order = heights.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y || b.index - a.index);
  order.forEach((label, n) => {
    const above = order[n - 1];
    if (above && label.y - above.y < gap) label.y = above.y + gap;
  });
  let ceiling = bottom;
  for (const label of order.toReversed()) {
    label.y = Math.min(label.y, ceiling);
    ceiling = label.y - gap;
  }
  const moved: number[] = [];
  for (const label of order) moved[label.index] = label.y;
  return moved;
}

/**
 * Groups items that lie closer than `gap` to their neighbour, so that every group can be clicked on its own. Ascending
 * input.
 */
export function cluster<Item>(items: readonly Item[], at: (item: Item) => number, gap: number): Item[][] {
  const groups: Item[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    const neighbour = last?.at(-1);
    if (last && neighbour !== undefined && at(item) - at(neighbour) < gap) last.push(item);
    else groups.push([item]);
  }
  return groups;
}
