import { fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { Config } from '#server/platform/config.ts';
import { type Heavy, startHeavy } from '#server/platform/http/heavy.ts';
import type { Logger } from '#server/platform/log.ts';

/** Of objects; texts and bytes of a body of 50 MB come on top. */
const HEAP_MB_MAX = 320;

/** Has heavy bodies handled by `server/run/heavy.ts`, which gives way to every other process where cores are scarce. */
export function startHeavyBodies(config: Config, log: Logger): Heavy {
  const env = {
    ...process.env,
    DATABASE_URL: config.databaseUrl,
    SWITCHYARD_DATA: config.dataDir,
    PUBLIC_URL: config.publicUrl,
    EDGE_PUBLIC_URL: config.edgeUrl,
    // Large blocks go back to the system when they are freed, also after many of them (glibc).
    MALLOC_MMAP_THRESHOLD_: '131072',
    MALLOC_ARENA_MAX: '2',
  };
  return startHeavy({
    start() {
      const child = fork(join(import.meta.dirname, 'heavy.ts'), {
        env,
        execArgv: [`--max-old-space-size=${HEAP_MB_MAX}`, '--max-semi-space-size=8', '--expose-gc'],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
      });
      child.on('error', (error) => log.error({ err: error }, 'the process of heavy bodies cannot be started'));
      if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
      return child;
    },
  });
}
