import { Socket } from 'node:net';
import { readConfig } from '#server/platform/config.ts';
import { authenticateHandedOver } from '#server/platform/http/heavy.ts';
import { REQUEST_PIPE } from '#server/platform/http/heavy-process.ts';
import { makeEdgeServer } from '#server/platform/http/listener.ts';
import { tableRoutes } from './edge-routes.ts';
import { openServices } from './services.ts';
import { surviveLostConnections } from './survive-lost-connections.ts';

/**
 * The process of heavy bodies (docs/decisions/026): the same routes, checks and responses as the edge, for requests
 * that the edge has read and authenticated, one at a time over a pipe. It runs until the edge disconnects.
 */
const services = openServices(readConfig(), 'heavy');
surviveLostConnections(services.log);
const server = makeEdgeServer(services, tableRoutes, authenticateHandedOver);
// The bytes of a large body lie outside the heap, so they trigger no garbage collection: collect before the next one.
server.on('request', (_, response) => response.once('close', () => setImmediate(() => globalThis.gc?.())));
server.emit('connection', new Socket({ fd: REQUEST_PIPE }));

// The edge handles signals to the process group (Ctrl-C): it lets the request that runs here finish first.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => void services.close().finally(() => process.exit(0)));
