import { readConfig } from '#server/platform/config.ts';
import { endOnOtherKey } from './audit-state.ts';
import { CLOSING_MS } from './drain.ts';
import { stopOnSignal } from './listen.ts';
import { makeEdge } from './make-edge.ts';
import { openServices } from './services.ts';
import { surviveLostConnections } from './survive-lost-connections.ts';

/** The edge process: resolve, ingest and every other route of the HTTP contract. */
const config = readConfig();
await endOnOtherKey(config);
const services = openServices(config, 'edge');
surviveLostConnections(services.log);
const edge = await makeEdge(services, config);
services.log.info({ port: edge.port }, 'edge listens');
stopOnSignal(async () => {
  await edge.stop(process.env.NODE_ENV === 'development' ? 0 : CLOSING_MS);
  await services.close();
});
