import type { Services } from '#server/platform/context.ts';
import { startLoop } from '#server/platform/loop.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { readMarkedSlots } from '#server/telemetry/store/mark-minutes.ts';
import { readTaskMarks } from '#server/telemetry/store/mark-tasks.ts';
import { projectOfSlot } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { rollUpTasks } from './roll-up-tasks.ts';

const WAKE_MS = 1000;
/** While events arrive faster than charts are computed, tasks wait for the charts, but not longer than this. */
const CHARTS_FIRST_MS = 60_000;
/** A slot waits for this many times the duration of its last computation: at most a fifth of one core. */
const REST_TIMES = 4;
/** Hours of one transaction: an import of months is computed piece by piece, the newest first. */
const HOURS_MAX = 24;
const HOUSEKEEPING_MS = HOUR_MS;
/** Hours of tasks and the costs beside them are kept as long as telemetry's hours are. */
const KEPT_MS = 400 * DAY_MS;

/** Computes the tasks of marked hours of every slot that `isDue`, at most 24 hours a slot. Returns whether any were. */
export async function rollUpMarkedTasks(
  services: Services,
  {
    isDue,
    done,
  }: { isDue: (slot: number) => boolean | Promise<boolean>; done: (slot: number, tookMs: number) => void },
): Promise<boolean> {
  let computed = false;
  for (const [slot, hours] of await readTaskMarks(services.sql)) {
    if (!(await isDue(slot))) continue;
    const started = performance.now();
    const oldest = await oldestComputable(services, slot);
    if (await rollUpTasks(services, { slot, hours: hours.slice(0, HOURS_MAX), oldest })) computed = true;
    done(slot, performance.now() - started);
  }
  return computed;
}

/** Start (ms) of the oldest day whose attempts, and those of the day before it, are surely all there. */
async function oldestComputable(services: Services, slot: number): Promise<number> {
  const { rawRetentionDays } = await storeOf(services).settings.of(projectOfSlot(slot));
  return floorTo(services.clock.now().getTime() - (rawRetentionDays - 2) * DAY_MS, DAY_MS);
}

async function deleteExpired({ sql, clock }: Services): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  await sql`delete from task_rollup where hour < ${before}`;
  await sql`delete from key_rollup where hour < ${before}`;
  await sql`
    delete from task_tag k where not exists (
      select from task_rollup r where r.slot = k.slot and r.tier = ${TIERS.day.id} and r.set_id = 1 and r.tag = k.id)`;
  await sql`delete from cost_record where at < ${before}`;
}

/** The worker's loop over the marks of tasks. Returns a function that stops it after its current work. */
export function startTaskRollups(services: Services): () => Promise<void> {
  const restUntil = new Map<number, number>();
  const waitsSince = new Map<number, number>();
  let keptAt = Number.NEGATIVE_INFINITY;

  async function turn(): Promise<boolean> {
    if (performance.now() - keptAt > HOUSEKEEPING_MS) {
      await deleteExpired(services);
      keptAt = performance.now();
    }
    // Read where tasks wait only: an idle worker does not ask each second.
    let behind: Promise<Set<number>> | undefined;
    await rollUpMarkedTasks(services, {
      isDue: async (slot) => {
        const now = performance.now();
        const since = waitsSince.get(slot) ?? now;
        waitsSince.set(slot, since);
        if (now < (restUntil.get(slot) ?? 0)) return false;
        if (now - since >= CHARTS_FIRST_MS) return true;
        behind ??= readMarkedSlots(services.sql);
        return !(await behind).has(slot);
      },
      done: (slot, tookMs) => {
        waitsSince.delete(slot);
        restUntil.set(slot, performance.now() + REST_TIMES * tookMs);
      },
    });
    // A slot that was computed rests, so there is never more to do at once.
    return false;
  }

  return startLoop(turn, {
    pauseMs: WAKE_MS,
    onError: (err) => services.log.error({ err }, 'tasks were not computed; their marks stay and it is tried again'),
  });
}
