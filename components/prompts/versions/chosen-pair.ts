/** Two versions in the order in which they were chosen, as in the URL. */
export type Chosen = { from: number | null; to: number | null };
/** The older and the newer of two versions. */
export type Pair = { a: number; b: number };

/**
 * The two versions to compare: those of the URL, else the newest with the one that serves the last environment, else
 * the newest with the one before. Null where there are not two.
 */
export function pairOf({ from, to }: Chosen, latest: number | null, serving: number | null): Pair | null {
  if (latest === null || latest < 2) return null;
  const known = (version: number | null): version is number => version !== null && version >= 1 && version <= latest;
  if (known(from) && known(to) && from !== to) return { a: Math.min(from, to), b: Math.max(from, to) };
  const before = known(serving) && serving < latest ? serving : latest - 1;
  return { a: before, b: latest };
}

/** Adds a version to the choice: it replaces the one that was chosen first. */
export function choose(chosen: Chosen, pair: Pair | null, version: number): Chosen {
  const [from, to] = chosen.from !== null && chosen.to !== null ? [chosen.from, chosen.to] : [pair?.a, pair?.b];
  if (version === from || version === to) return { from: from ?? null, to: to ?? null };
  return { from: to ?? null, to: version };
}
