import { type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { startLoop } from '#server/platform/loop.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { readAllProjects } from '#server/projects/read-project.ts';
import { pruneSignals, scanProject } from './scan-project.ts';
import type { TemplateCache } from './surroundings.ts';

const EVERY_MS = 30_000;

/**
 * Scans the stored texts of all projects every 30 seconds and deletes what has expired once an hour. Returns the stop
 * function, which waits for the minute that is being scanned. A project that cannot be scanned is logged and skipped.
 */
export function watchSignals(services: Services): () => Promise<void> {
  const cache: TemplateCache = new Map();
  let prunedHour = 0;
  return startLoop(
    async (isStopped) => {
      const hour = Math.floor(services.clock.now().getTime() / HOUR_MS);
      let isMore = false;
      for (const one of await readAllProjects(services)) {
        if (isStopped()) return false;
        try {
          const ctx = systemCtx(services, one, 'signals', newId());
          isMore = (await scanProject(ctx, cache, isStopped)).isMore || isMore;
          if (hour !== prunedHour) await pruneSignals(ctx);
        } catch (err) {
          services.log.warn({ err, project: one.id }, 'stored texts were not scanned; tried again in 30 s');
        }
      }
      prunedHour = hour;
      return isMore;
    },
    {
      pauseMs: EVERY_MS,
      onError: (err) => services.log.warn({ err }, 'stored texts were not scanned; tried again in 30 s'),
    },
  );
}
