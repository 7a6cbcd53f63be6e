import { eq } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import { project } from '#db/schema/projects.ts';
import { type Ctx, type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { startLoop } from '#server/platform/loop.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { checkThresholds } from './check-thresholds.ts';

/** The context of the system on a project; null where the project was deleted. */
export async function budgetCtx(services: Services, projectId: number): Promise<Ctx | null> {
  const [found] = await services.db
    .select({ id: project.id, name: project.name, simulated: project.simulated })
    .from(project)
    .where(eq(project.id, projectId));
  return found ? systemCtx(services, found, 'budgets', newId()) : null;
}

/**
 * Checks every budget of the whole installation, one after the other. A budget that cannot be read is logged and skipped.
 * `isStopped` is called before each.
 */
export async function checkAllBudgets(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  const rows = await services.db.select({ id: budget.id, projectId: budget.projectId }).from(budget);
  for (const { id, projectId } of rows) {
    if (isStopped()) return;
    try {
      const ctx = await budgetCtx(services, projectId);
      if (ctx) await checkThresholds(ctx, id);
    } catch (err) {
      services.log.warn({ err, budget: id }, 'a budget was not checked; it is tried again in a minute');
    }
  }
}

/**
 * Checks all budgets now, and again a minute after each round. Returns the stop function, which waits for the budget that
 * is being read.
 */
export const watchBudgets = (services: Services, { everyMs = MINUTE_MS }: { everyMs?: number } = {}) =>
  startLoop(
    async (isStopped) => {
      await checkAllBudgets(services, isStopped);
      return false;
    },
    {
      pauseMs: everyMs,
      onError: (err) => services.log.warn({ err }, 'budgets were not checked; tried again in a minute'),
    },
  );
