/**
 * Uniform numbers in [0, 1) from a seed: the same seed gives the same numbers on every machine, so that a simulated or
 * resampled figure can be computed again from its record. Not for secrets.
 *
 * Source: xoshiro128** 1.1 (Blackman & Vigna 2018); the state is filled from the seed by splitmix32.
 */
export function seededRandom(seed: number): () => number {
  const words = seededWords(splitmix(seed));
  return () => words() / 4_294_967_296;
}

/** The generator's 32-bit words from a state of its own; the state may not be all zero. */
export function seededWords(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  return () => {
    const word = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return word;
  };
}

const rotated = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

function splitmix(seed: number): [number, number, number, number] {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) >>> 0;
  };
  return [next(), next(), next(), next()];
}
