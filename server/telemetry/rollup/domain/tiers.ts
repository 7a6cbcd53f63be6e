import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';

/** The grains that rollups are kept in. `id` is `rollup.tier`: stored, so never renumber. */
export const TIERS = {
  minute: { id: 1, ms: MINUTE_MS },
  hour: { id: 2, ms: HOUR_MS },
  day: { id: 3, ms: DAY_MS },
} as const;

export type Tier = (typeof TIERS)[keyof typeof TIERS];

const FINEST_FIRST: readonly Tier[] = [TIERS.minute, TIERS.hour, TIERS.day];

/** Start of the UTC bucket of `ms` that `at` lies in; both in milliseconds. */
export const floorTo = (at: number, ms: number): number => Math.floor(at / ms) * ms;
/** `at` where a bucket starts there, else the start of the next one; both in milliseconds. */
export const ceilTo = (at: number, ms: number): number => Math.ceil(at / ms) * ms;

/** The coarsest tier whose buckets fit whole into buckets of `stepMs`; null below a minute. */
export function tierOfStep(stepMs: number): Tier | null {
  return FINEST_FIRST.findLast((tier) => stepMs % tier.ms === 0) ?? null;
}

/** The next finer grain; null below a minute, where only raw events are left. */
export function finerTier(tier: Tier): Tier | null {
  return FINEST_FIRST[FINEST_FIRST.indexOf(tier) - 1] ?? null;
}

/** A piece of a range and where to read it: buckets of a tier, or the raw events (`tier: null`). */
export type Segment = { tier: Tier | null; from: number; to: number };

/** Whether a bucket has changed since its rollup was computed. */
export type IsDirty = (tier: Tier, bucket: number) => boolean;

/**
 * Cuts `[from, to)` so that each piece is read as coarsely as is still exact: whole clean buckets of `coarsest`, and
 * from the next finer grain what the edges leave over and what has changed since; below a minute the raw events.
 */
export function planSegments(from: number, to: number, coarsest: Tier | null, isDirty: IsDirty): Segment[] {
  if (from >= to) return [];
  if (coarsest === null) return [{ tier: null, from, to }];
  const finer = finerTier(coarsest);
  const segments: Segment[] = [];
  const first = ceilTo(from, coarsest.ms);
  const last = floorTo(to, coarsest.ms);
  if (first >= last) return planSegments(from, to, finer, isDirty);
  segments.push(...planSegments(from, first, finer, isDirty));
  for (let bucket = first; bucket < last; bucket += coarsest.ms) {
    const end = bucket + coarsest.ms;
    if (isDirty(coarsest, bucket)) segments.push(...planSegments(bucket, end, finer, isDirty));
    else segments.push({ tier: coarsest, from: bucket, to: end });
  }
  segments.push(...planSegments(last, to, finer, isDirty));
  return joinNeighbours(segments);
}

function joinNeighbours(segments: readonly Segment[]): Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    if (last && last.tier === segment.tier && last.to === segment.from) last.to = segment.to;
    else joined.push({ ...segment });
  }
  return joined;
}
