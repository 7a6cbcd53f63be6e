import { Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

/**
 * How long a stopping server still accepts requests, with `Connection: close`, so that clients drop kept connections.
 */
export const CLOSING_MS = 1_000;
/** How long running requests may take after that. A process exits within 5 s in all. */
export const FINISH_MS = 3_000;
const CHECK_EVERY_MS = 25;
/** A connection that has sent nothing for so long was opened in advance, as browsers do. */
const SILENT_MS = 500;
/** How long requests are held back before the server stops listening: see `stopListening`. */
const HOLD_MS = 60;

export type Drain = (limits: { closingMs: number; finishMs: number }) => Promise<void>;

/**
 * Prepares `server` for a stop that cuts no request off; call it before it listens. The returned function lets the
 * server respond for `closingMs` with `Connection: close`, so that no client sends on a connection that is being
 * closed. Then it stops accepting, closes idle connections, and after `finishMs` the others too. Without connections it
 * stops at once.
 */
export function drainable(server: Server): Drain {
  const connections = new Map<Socket, number>();
  let closing = false;
  server.on('connection', (socket: Socket) => {
    connections.set(socket, performance.now());
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', (_request: unknown, response: ServerResponse) => {
    if (closing) response.shouldKeepAlive = false;
  });

  /**
   * A connection that is made but not accepted yet when we stop listening is reset by the system. So requests are held
   * back for a moment: a client that waits for a response opens no other connection, and an idle event loop accepts at
   * once. Returns the function that handles the held requests.
   */
  async function stopListening(closed: () => void): Promise<() => void> {
    const handlers = server.listeners('request');
    const held: unknown[][] = [];
    server.removeAllListeners('request');
    server.on('request', (...args: unknown[]) => held.push(args));
    await pause(HOLD_MS);
    await turn();
    server.close(closed);
    return () => {
      server.removeAllListeners('request');
      for (const handler of handlers) server.on('request', handler as (...args: unknown[]) => void);
      for (const args of held) server.emit('request', ...args);
    };
  }

  return async ({ closingMs, finishMs }) => {
    closing = true;
    if (closingMs > 0 && connections.size > 0) await pause(closingMs);
    let closed = false;
    const handleHeld = await stopListening(() => {
      closed = true;
    });
    handleHeld();
    const until = performance.now() + finishMs;
    while (!closed && performance.now() < until) {
      server.closeIdleConnections();
      const before = performance.now() - SILENT_MS;
      for (const [socket, since] of connections) if (socket.bytesRead === 0 && since < before) socket.destroy();
      await pause(CHECK_EVERY_MS);
    }
    server.closeAllConnections();
  };
}

/** The same for every server that this process starts from now on, such as Next's, which we do not create ourselves. */
export function drainEveryServer(): Drain {
  const drains = new Map<Server, Drain>();
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    if (!drains.has(this)) drains.set(this, drainable(this));
    return Reflect.apply(listen, this, args);
  };
  return async (limits) => {
    await Promise.all([...drains.values()].map((drain) => drain(limits)));
  };
}
