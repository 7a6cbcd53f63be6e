import type { Services } from '#server/platform/context.ts';
import { startLoop } from '#server/platform/loop.ts';
import { projectOfSlot } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { isDue, type Marked, type Pace, seen } from './domain/pace.ts';
import { FIRST_STEP, nextStepSize } from './domain/step-size.ts';
import { floorTo, TIERS, type Tier } from './domain/tiers.ts';
import { maintainPartitions } from './maintain-partitions.ts';
import { rollUpBuckets } from './roll-up.ts';

const WAKE_MS = 1000;
const HOUSEKEEPING_MS = 3_600_000;
/** Tiers, the finer first: a coarser one is computed from it. */
export const IN_ORDER: readonly Tier[] = [TIERS.minute, TIERS.hour, TIERS.day];

type SlotMarks = Map<number, Map<Tier, Map<number, number>>>;

/** How many marks each bucket has, by slot and tier. Cost: one scan of a table that holds what changed in a second. */
export async function readMarks({ sql }: Pick<Services, 'sql'>): Promise<SlotMarks> {
  const rows = await sql<{ slot: number; tier: number; ms: number; marks: number }[]>`
    select slot, tier, extract(epoch from bucket)::float8 * 1000 as ms, count(*)::int as marks
    from rollup_mark group by slot, tier, bucket`;
  const slots: SlotMarks = new Map();
  for (const { slot, tier: id, ms, marks } of rows) {
    const tier = IN_ORDER.find((one) => one.id === id);
    if (tier === undefined) continue;
    const tiers = slots.get(slot) ?? new Map<Tier, Map<number, number>>();
    slots.set(slot, tiers);
    const buckets = tiers.get(tier) ?? new Map<number, number>();
    tiers.set(tier, buckets.set(Math.round(ms), marks));
  }
  return slots;
}

/** Computes `buckets` in steps, newest first: recent buckets are on screens, old ones are imports. */
export async function rollUpInSteps(
  services: Services,
  { slot, tier, buckets }: { slot: number; tier: Tier; buckets: readonly number[] },
  done: (step: readonly number[]) => void,
): Promise<void> {
  const oldest = await oldestComputable(services, slot);
  const newestFirst = buckets.filter((bucket) => bucket >= oldest || tier !== TIERS.minute).sort((a, b) => b - a);
  if (newestFirst.length < buckets.length) await deleteMarksBefore(services, { slot, oldest });
  let size = FIRST_STEP;
  for (let at = 0; at < newestFirst.length; ) {
    const step = newestFirst.slice(at, at + size);
    const started = performance.now();
    if (!(await rollUpBuckets(services, { slot, tier, buckets: step }))) return;
    const tookMs = performance.now() - started;
    done(step);
    at += step.length;
    size = nextStepSize(size, tookMs);
  }
}

/**
 * Start of the oldest day whose raw events are surely all there, in ms. A bucket before it must never be computed again:
 * it would be computed from less than it held.
 */
async function oldestComputable(services: Services, slot: number): Promise<number> {
  const { rawRetentionDays } = await storeOf(services).settings.of(projectOfSlot(slot));
  return floorTo(services.clock.now().getTime() - (rawRetentionDays - 1) * TIERS.day.ms, TIERS.day.ms);
}

async function deleteMarksBefore({ sql }: Services, { slot, oldest }: { slot: number; oldest: number }): Promise<void> {
  await sql`
    delete from rollup_mark where slot = ${slot} and tier = ${TIERS.minute.id} and bucket < ${new Date(oldest)}`;
}

/** The worker's loop: polls the marks each second and computes the buckets that are due. Returns a function that stops it after its current work. */
export async function startRollups(services: Services): Promise<() => Promise<void>> {
  const paces = new Map<string, Pace>();
  let keptAt = Number.NEGATIVE_INFINITY;

  /** Says whether anything was computed: what that has marked is then looked at without waiting. */
  async function turn(): Promise<boolean> {
    if (performance.now() - keptAt > HOUSEKEEPING_MS) {
      await maintainPartitions(services);
      keptAt = performance.now();
    }
    let computed = false;
    const slots = await readMarks(services);
    for (const [slot, tiers] of slots) {
      let finerWaits = false;
      for (const tier of IN_ORDER) {
        const marks = tiers.get(tier);
        if (marks === undefined) continue;
        if (await compute(slot, tier, dueBuckets(slot, tier, marks, finerWaits))) computed = true;
        finerWaits = true;
      }
    }
    discardOld();
    return computed;
  }

  async function compute(slot: number, tier: Tier, due: readonly number[]): Promise<boolean> {
    const started = performance.now();
    const done: number[] = [];
    try {
      await rollUpInSteps(services, { slot, tier, buckets: due }, (step) => done.push(...step));
    } finally {
      recordPace(slot, tier, done, performance.now() - started);
    }
    return done.length > 0;
  }

  function dueBuckets(slot: number, tier: Tier, marks: ReadonlyMap<number, number>, finerWaits: boolean): number[] {
    const now = Date.now();
    return [...marks].flatMap(([bucket, count]) => {
      const key = `${slot}.${tier.id}.${bucket}`;
      const pace = paces.get(key);
      const marked: Marked = { tier, bucket, marks: count, finerWaits };
      const due = isDue(marked, pace, now);
      paces.set(key, seen(pace, count, now));
      return due ? [bucket] : [];
    });
  }

  function recordPace(slot: number, tier: Tier, computed: readonly number[], tookMs: number): void {
    const now = Date.now();
    for (const bucket of computed) {
      paces.set(`${slot}.${tier.id}.${bucket}`, { firstSeen: now, changedAt: now, ranAt: now, tookMs, marks: 0 });
    }
  }

  function discardOld(): void {
    const before = Date.now() - 600_000;
    for (const [key, pace] of paces) if ((pace.ranAt ?? pace.firstSeen) < before) paces.delete(key);
  }

  return startLoop(turn, {
    pauseMs: WAKE_MS,
    onError: (err) => services.log.error({ err }, 'a rollup failed; its marks stay and it is tried again'),
  });
}
