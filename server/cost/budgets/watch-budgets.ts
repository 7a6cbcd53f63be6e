import { budget } from '#db/schema/budgets.ts';
import { storeAllJumps } from '#server/cost/jumps/store-jumps.ts';
import type { Services } from '#server/platform/context.ts';
import { startLoop } from '#server/platform/loop.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { checkThresholds } from './check-thresholds.ts';

/**
 * Checks every budget of the whole installation, one after the other. A budget that cannot be read is logged and skipped.
 * `isStopped` is called before each.
 */
export async function checkAllBudgets(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  const rows = await services.db.select({ id: budget.id, projectId: budget.projectId }).from(budget);
  for (const { id, projectId } of rows) {
    if (isStopped()) return;
    try {
      const ctx = await systemCtxOf(services, projectId, 'budgets');
      if (ctx) await checkThresholds(ctx, id);
    } catch (err) {
      services.log.warn({ err, budget: id }, 'a budget was not checked; it is tried again in a minute');
    }
  }
}

/** Between two looks for jumps: they are of whole days, and a look reads up to two million requests. */
const JUMPS_EVERY_MS = 15 * MINUTE_MS;

/**
 * Checks all budgets now, and again a minute after each round, and looks for jumps of spend every 15 minutes. Returns the
 * stop function, which waits for what is being read.
 */
export function watchBudgets(services: Services, { everyMs = MINUTE_MS }: { everyMs?: number } = {}) {
  const every = (
    pauseMs: number,
    round: (services: Services, isStopped: () => boolean) => Promise<void>,
    missed: string,
  ) =>
    startLoop(
      async (isStopped) => {
        await round(services, isStopped);
        return false;
      },
      { pauseMs, onError: (err) => services.log.warn({ err }, missed) },
    );
  const stops = [
    every(everyMs, checkAllBudgets, 'budgets were not checked; tried again in a minute'),
    every(JUMPS_EVERY_MS, storeAllJumps, 'jumps of spend were not looked for; tried again in 15 minutes'),
  ];
  return async (): Promise<void> => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
