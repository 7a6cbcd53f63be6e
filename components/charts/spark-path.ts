/** The points of a line in a box of 100 × 100, y downwards; null starts a new stroke. */
export function sparkPath(values: ReadonlyArray<number | null>, low: number, high: number): string {
  const span = high - low || 1;
  let drawing = false;
  return values
    .map((value, index) => {
      if (value === null) {
        drawing = false;
        return '';
      }
      const x = values.length > 1 ? (100 * index) / (values.length - 1) : 50;
      const y = 100 * (1 - (value - low) / span);
      const step = `${drawing ? 'L' : 'M'}${x.toFixed(2)} ${y.toFixed(2)}`;
      drawing = true;
      return step;
    })
    .join('');
}

/** The lowest and highest of all that is drawn; equal values get room on both sides. */
export function sparkRange(
  ...lists: ReadonlyArray<ReadonlyArray<number | null | undefined>>
): [low: number, high: number] {
  const values = lists.flat().filter((value) => typeof value === 'number');
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? [low - Math.abs(low || 1) * 0.5, high + Math.abs(high || 1) * 0.5] : [low, high];
}
