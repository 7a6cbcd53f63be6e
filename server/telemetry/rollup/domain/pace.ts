import { TIERS, type Tier } from './tiers.ts';

/** Events of a minute still arrive for a while after it. */
const SEAL_AFTER_MS = 5000;
/** Never twice within this, while marks keep coming. */
const GAP_MS = new Map<Tier, number>([
  [TIERS.minute, 5000],
  [TIERS.hour, 15_000],
  [TIERS.day, 60_000],
]);
/** Marks that have not grown for this long are taken to be complete. */
const QUIET_MS = 1000;
/** Buckets that keep changing may take this share of a core together, and no more. */
const SHARE = 0.1;

/** The state of a marked bucket between two polls of the marks. */
export type Pace = {
  marks: number;
  /** When the number of marks was last seen to change. */
  changedAt: number;
  firstSeen: number;
  ranAt: number | null;
  /** How long it took to compute all buckets that were computed with it. */
  tookMs: number;
};

export type Marked = {
  tier: Tier;
  bucket: number;
  /** How many marks it has. */
  marks: number;
  /** Whether marks of finer buckets wait as well: they will leave another mark here. */
  finerWaits: boolean;
};

/**
 * Whether a marked bucket is computed now. Quiet ones at once; a minute that was sealed for the first time at once; one
 * that keeps changing now and then, so that the minute in which 900,000 events arrive is not read again each second.
 * Readers never wait for this: they read marked minutes from the raw events.
 */
export function isDue(marked: Marked, pace: Pace | undefined, now: number): boolean {
  const rest = (pace?.tookMs ?? 0) / SHARE;
  const since = pace?.ranAt ?? Number.NEGATIVE_INFINITY;
  // Hours and days are marked by their parts only: once none of those waits, there is nothing to wait for.
  if (marked.tier !== TIERS.minute && !marked.finerWaits) return now - since >= rest;
  if (pace === undefined) return false;
  if (pace.marks === marked.marks && now - pace.changedAt >= QUIET_MS && !marked.finerWaits) return true;
  const sealed = now >= marked.bucket + marked.tier.ms + SEAL_AFTER_MS;
  if (sealed && pace.ranAt === null && !marked.finerWaits) return true;
  return now - (pace.ranAt ?? pace.firstSeen) >= Math.max(GAP_MS.get(marked.tier) ?? 0, rest);
}

/** The state after a poll that found `marks`. */
export const seen = (pace: Pace | undefined, marks: number, now: number): Pace => ({
  firstSeen: now,
  ranAt: null,
  tookMs: 0,
  ...pace,
  marks,
  changedAt: pace?.marks === marks ? pace.changedAt : now,
});
