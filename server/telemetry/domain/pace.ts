import { TIERS, type Tier } from './tiers.ts';

/** Events of a minute still arrive for a while after it. */
const SEAL_AFTER_MS = 5000;
/** Never twice within this, while marks keep coming. */
const GAP_MS = new Map<Tier, number>([
  [TIERS.minute, 5000],
  [TIERS.hour, 15_000],
  [TIERS.day, 60_000],
]);
/** A bucket that keeps changing may take this share of a core, and no more. */
const SHARE = 0.1;

/** What is remembered of a marked bucket between two looks at the marks. */
export type Pace = { marks: number; firstSeen: number; ranAt: number | null; tookMs: number };

export type Marked = {
  tier: Tier;
  bucket: number;
  /** How many marks it has. */
  marks: number;
  /** Whether marks of finer buckets wait as well: they will leave another mark here. */
  finerWaits: boolean;
};

/**
 * Whether a marked bucket is computed now. Quiet ones (no new mark since the last look) at once; a minute that was
 * sealed for the first time at once; one that keeps changing now and then, so that the minute in which 900,000 events
 * arrive is not read again each second. Readers never wait for this: they read marked minutes from the raw events.
 */
export function isDue(marked: Marked, pace: Pace | undefined, now: number): boolean {
  // Hours and days are marked by their parts only: once none of those waits, there is nothing to wait for.
  if (pace === undefined) return marked.tier !== TIERS.minute && !marked.finerWaits;
  if (pace.marks === marked.marks && !marked.finerWaits) return true;
  const sealed = now >= marked.bucket + marked.tier.ms + SEAL_AFTER_MS;
  if (sealed && pace.ranAt === null && !marked.finerWaits) return true;
  const gap = Math.max(GAP_MS.get(marked.tier) ?? 0, pace.tookMs / SHARE);
  return now - (pace.ranAt ?? pace.firstSeen) >= gap;
}
