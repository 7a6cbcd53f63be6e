import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '#server/platform/config.ts';
import type { Services } from '#server/platform/context.ts';
import { makeEdgeServer } from '#server/platform/http/listener.ts';
import type { AnyEdgeRoute } from '#server/platform/http/route.ts';
import { makeAuthenticator } from '#server/projects/keys/authenticate-key.ts';
import { startSnapshot } from '#server/rollouts/refresh-snapshot.ts';
import { drainable, FINISH_MS } from './drain.ts';
import { featureRoutes } from './edge-routes.ts';
import { listen } from './listen.ts';
import { operationRoutes } from './operation-routes.ts';
import { startHeavyBodies } from './start-heavy.ts';

const KNOWN_WITHIN_MS = 1_000;

export type Edge = {
  port: number;
  server: Server;
  routes: readonly AnyEdgeRoute[];
  /** Says that it is not ready and goes on answering for `goodbyeMs`, then lets running requests finish and ends. */
  stop(goodbyeMs?: number): Promise<void>;
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
  // Keys and deployments are read before the first request, unless the database keeps us waiting.
  const known = Promise.all([authenticator.ready, snapshot.started]);
  await Promise.race([known, pause(KNOWN_WITHIN_MS, undefined, { ref: false })]);
  const port = await listen(server, config.edgePort, config.host);
  const stop = async (goodbyeMs = 0) => {
    draining = true;
    await drain({ goodbyeMs, finishMs: FINISH_MS });
    await Promise.all([authenticator.stop(), snapshot.stop(), heavy.stop()]);
  };
  return { port, server, routes, stop };
}
