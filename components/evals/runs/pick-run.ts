/** Two runs can be picked: a third one takes the place of the one picked last, a picked one is put back. */
export function pickRun(picked: readonly string[], id: string): string[] | null {
  const next = picked.includes(id) ? picked.filter((one) => one !== id) : [...picked.slice(0, 1), id];
  return next.length === 0 ? null : next;
}
