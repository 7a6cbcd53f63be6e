/** Arithmetic mean; NaN without values. Equal values give exactly that value, so equal answers have no spread. */
export function mean(values: readonly number[]): number {
  const [head = Number.NaN] = values;
  let excess = 0;
  for (const value of values) excess += value - head;
  return head + excess / values.length;
}
