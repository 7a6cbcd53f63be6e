import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { Stated } from './compare.ts';

/**
 * When a confirmed price begins: at the start of the UTC day `from`, else at `since`, else now. A day on which the registry's
 * own price begins is that instant, so that it is corrected. `problem`: the registry's price begins later and would stay.
 */
export function startOfConfirmed(
  ownFrom: string | null,
  { from, since, now }: { from: string | null; since: Date | null; now: Date },
): { at: Date } | { problem: string } {
  const at = from === null ? (since ?? now) : new Date(`${from}T00:00:00.000Z`);
  const own = ownFrom === null ? null : new Date(ownFrom);
  if (own === null || own <= at) return { at };
  if (from !== null && own.getTime() < at.getTime() + DAY_MS) return { at: own };
  const day = own.toISOString().slice(0, 10);
  return {
    problem: `the registry's own price begins on ${day} and would stay in force. Choose that day or a later one.`,
  };
}

/** The fingerprint that the sides have once the registry has the amount of `chosen`. */
export function settledFingerprint(fingerprint: string, chosen: Stated): string {
  const [key, sinceMs, sides] = JSON.parse(fingerprint) as [string, number | null, [string, string, number][]];
  const others = sides.filter(([source]) => source !== 'own');
  return JSON.stringify([
    key,
    sinceMs,
    [...others, ['own', chosen.amount, chosen.per]].toSorted(([a], [b]) => (`${a}` < `${b}` ? -1 : 1)),
  ]);
}
