/** Where an alert of the past fired, and the stretch of it inside the replayed days, `[from, to)` ms. */
export type Fired = {
  prompt: string | null;
  environment: string | null;
  model: string | null;
  from: number;
  to: number;
};

/** One stretch of requests that no alert counts twice. */
export type Stretch = Fired;

/** Most stretches that are read from the rollups for one silence. */
export const STRETCHES_MAX = 40;

const MINUTE_MS = 60_000;

/**
 * The stretches that alerts cover, by scope, where overlapping ones of a scope are one; widened to whole minutes, which is
 * what rollups hold. The newest first, at most 40; `isComplete` is false where there were more.
 */
export function stretchesOf(fired: readonly Fired[]): { stretches: Stretch[]; isComplete: boolean } {
  const scopes = Map.groupBy(fired, ({ prompt, environment, model }) => JSON.stringify([prompt, environment, model]));
  const merged = [...scopes.values()].flatMap((list) => {
    const sorted = list
      .map(wholeMinutes)
      .filter(({ from, to }) => from < to)
      .toSorted((a, b) => a.from - b.from);
    const joined: Stretch[] = [];
    for (const one of sorted) {
      const last = joined.at(-1);
      if (last !== undefined && one.from <= last.to)
        joined[joined.length - 1] = { ...last, to: Math.max(last.to, one.to) };
      else joined.push(one);
    }
    return joined;
  });
  const newest = merged.toSorted((a, b) => b.from - a.from);
  return { stretches: newest.slice(0, STRETCHES_MAX), isComplete: newest.length <= STRETCHES_MAX };
}

const wholeMinutes = (one: Fired): Fired => ({
  ...one,
  from: Math.floor(one.from / MINUTE_MS) * MINUTE_MS,
  to: Math.ceil(one.to / MINUTE_MS) * MINUTE_MS,
});
