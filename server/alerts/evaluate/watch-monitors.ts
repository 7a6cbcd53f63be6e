import { type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { startLoop } from '#server/platform/loop.ts';
import { readAllProjects } from '#server/projects/read-project.ts';
import { evaluateProject } from './evaluate-project.ts';
import type { PastCache } from './read-traffic.ts';

/** Between two steps. */
export const STEP_MS = 30_000;

/** One step of every project of the whole installation. A project that cannot be evaluated is logged and skipped. */
export async function evaluateAll(
  services: Services,
  cache: PastCache,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const all = await readAllProjects(services);
  for (const one of all) {
    if (isStopped()) return;
    try {
      const report = await evaluateProject(systemCtx(services, one, 'monitors', newId()), cache);
      if (report !== null) services.log.debug({ project: one.id, ...report }, 'monitors are evaluated');
    } catch (err) {
      services.log.warn({ err, project: one.id }, 'monitors were not evaluated; tried again in 30 s');
    }
  }
}

/** Evaluates all monitors every 30 seconds. Returns the stop function, which waits for the step that runs. */
export function watchMonitors(services: Services, { everyMs = STEP_MS }: { everyMs?: number } = {}) {
  const cache: PastCache = new Map();
  return startLoop(
    async (isStopped) => {
      await evaluateAll(services, cache, isStopped);
      return false;
    },
    {
      pauseMs: everyMs,
      onError: (err) => services.log.warn({ err }, 'monitors were not evaluated; tried again in 30 s'),
    },
  );
}
