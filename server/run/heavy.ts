import { Socket } from 'node:net';
import { readConfig } from '#server/platform/config.ts';
import { authenticateHandedOver } from '#server/platform/http/heavy.ts';
import { REQUEST_PIPE } from '#server/platform/http/heavy-process.ts';
import { makeEdgeServer } from '#server/platform/http/listener.ts';
import { tableRoutes } from './edge-routes.ts';
import { openServices } from './services.ts';
import { surviveLostConnections } from './survive-lost-connections.ts';

/**
 * The process of heavy bodies (docs/decisions/026): the same routes, guards and answers as the edge, for requests that the
 * edge has read and whose caller it knows, one at a time over a pipe. It lives as long as the edge wants it to.
 */
const services = openServices(readConfig(), 'heavy');
surviveLostConnections(services.log);
const server = makeEdgeServer(services, tableRoutes, authenticateHandedOver);
// Bytes of a large body lie outside the heap, where nothing makes the collector look; free them before the next one.
server.on('request', (_, response) => response.once('close', () => setImmediate(() => globalThis.gc?.())));
server.emit('connection', new Socket({ fd: REQUEST_PIPE }));

// A signal to the group (Ctrl-C) is the edge's to answer: it lets what runs here finish first.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => void services.close().finally(() => process.exit(0)));
