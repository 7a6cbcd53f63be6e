import { and, eq, isNotNull } from 'drizzle-orm';
import { runbook, runbookDrill } from '#db/schema/runbooks.ts';
import { type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { startLoop } from '#server/platform/loop.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { readAllProjects } from '#server/projects/read-project.ts';
import { findRunbooks } from './find-runbook.ts';
import { recordDrill } from './record-drill.ts';

/**
 * Drills each runbook of every project that was not drilled by a worker this month (UTC), one after the other. One that
 * cannot be drilled is logged and skipped until the next round. `isStopped` is called before each.
 */
export async function drillAllRunbooks(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  const month = services.clock.now().toISOString().slice(0, 7);
  const projects = await readAllProjects(services);
  for (const each of projects) {
    const ctx = systemCtx(services, each, 'runbooks', newId());
    const done = await services.db
      .select({ name: runbook.name })
      .from(runbookDrill)
      .innerJoin(runbook, eq(runbook.id, runbookDrill.runbookId))
      .where(and(eq(runbookDrill.projectId, each.id), isNotNull(runbookDrill.month), eq(runbookDrill.month, month)));
    const names = new Set(done.map(({ name }) => name));
    for (const { name } of await findRunbooks(ctx)) {
      if (isStopped()) return;
      if (names.has(name)) continue;
      try {
        const drill = await recordDrill(ctx, { name, month });
        if (drill !== null && drill.deadSteps > 0)
          services.log.warn({ project: each.name, runbook: name, dead: drill.deadSteps }, 'a runbook has dead steps');
      } catch (err) {
        services.log.warn(
          { err, project: each.name, runbook: name },
          'a runbook was not drilled; tried again in an hour',
        );
      }
    }
  }
}

/** Drills what is due now, and again an hour after each round. Returns the stop function, which waits for the running one. */
export const watchRunbooks = (services: Services): (() => Promise<void>) =>
  startLoop(
    async (isStopped) => {
      await drillAllRunbooks(services, isStopped);
      return false;
    },
    {
      pauseMs: HOUR_MS,
      onError: (err) => services.log.warn({ err }, 'runbooks were not drilled; tried again in an hour'),
    },
  );
