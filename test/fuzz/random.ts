/** Random numbers that depend only on the seed, on every machine and in every version of every library. */
export type Random = {
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T;
  /** True for this share of calls, 0..1. */
  chance(share: number): boolean;
};

/** A generator (mulberry32) for one subject: a new route or procedure does not change the requests of the others. */
export function seeded(seed: number, subject: string): Random {
  let state = seed;
  for (const letter of subject) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  const share = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(share() * limit);
  return { below, pick: (list) => list[below(list.length)] as never, chance: (of) => share() < of };
}
