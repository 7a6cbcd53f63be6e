import { fork } from 'node:child_process';
import type { Server } from 'node:http';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '#server/platform/config.ts';
import type { Services } from '#server/platform/context.ts';
import { type Heavy, startHeavy } from '#server/platform/http/heavy.ts';
import { makeEdgeServer } from '#server/platform/http/listener.ts';
import type { AnyEdgeRoute } from '#server/platform/http/route.ts';
import type { Logger } from '#server/platform/log.ts';
import { makeAuthenticator } from '#server/projects/keys/authenticate-key.ts';
import { startSnapshot } from '#server/rollouts/refresh-snapshot.ts';
import { drainable, FINISH_MS } from './drain.ts';
import { featureRoutes } from './edge-routes.ts';
import { listen } from './listen.ts';
import { operationRoutes } from './operation-routes.ts';

const KNOWN_WITHIN_MS = 1_000;

export type Edge = {
  port: number;
  server: Server;
  routes: readonly AnyEdgeRoute[];
  /** Reports not ready and still responds for `closingMs`, then lets running requests finish and stops. */
  stop(closingMs?: number): Promise<void>;
};

/** Composes the edge: keys in memory, every feature's routes, the listener. Serves as soon as it returns. */
export async function makeEdge(services: Services, config: Config): Promise<Edge> {
  const authenticator = makeAuthenticator(services, { dataDir: config.dataDir });
  const snapshot = startSnapshot(services, { dataDir: config.dataDir });
  let draining = false;
  const notReady = () => {
    if (draining) return 'This process is shutting down.';
    return snapshot.ready() ? null : 'What serves has not been read yet.';
  };
  const routes: AnyEdgeRoute[] = [...featureRoutes(snapshot)];
  routes.push(...operationRoutes(services, () => routes, { notReady }));
  const heavy = startHeavyBodies(config, services.log);
  const server = makeEdgeServer(services, routes, authenticator.authenticate, { handOver: heavy.handOver });
  const drain = drainable(server);
  // Keys and deployments are read before the first request, unless the database takes more than a second.
  const known = Promise.all([authenticator.ready, snapshot.started]);
  await Promise.race([known, pause(KNOWN_WITHIN_MS, undefined, { ref: false })]);
  const port = await listen(server, config.edgePort, config.host);
  const stop = async (closingMs = 0) => {
    draining = true;
    await drain({ closingMs, finishMs: FINISH_MS });
    await Promise.all([authenticator.stop(), snapshot.stop(), heavy.stop()]);
  };
  return { port, server, routes, stop };
}

/** Heap for objects, in MB; the texts and bytes of a body of 50 MB are outside of it. */
const HEAP_MB_MAX = 320;

/** Has heavy bodies handled by `server/run/heavy.ts`, at a lower priority than every other process. */
function startHeavyBodies(config: Config, log: Logger): Heavy {
  const env = {
    ...process.env,
    DATABASE_URL: config.databaseUrl,
    SWITCHYARD_DATA: config.dataDir,
    PUBLIC_URL: config.publicUrl,
    EDGE_PUBLIC_URL: config.edgeUrl,
    // With glibc, large blocks are returned to the system when they are freed.
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
