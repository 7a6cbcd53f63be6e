/** The item `by` places from the open one; the ends hold. From an item that is not in the list: its first. */
export function stepTo(
  items: readonly { item: string }[],
  openId: string | null,
  by: 1 | -1,
): { item: string; index: number } | null {
  const at = items.findIndex(({ item }) => item === openId);
  const index = at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + by));
  const found = items[index];
  return found ? { item: found.item, index } : null;
}
