import { Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';

/** How long a server that is going away still answers, saying so: who reuses connections then lets go of them. */
export const CLOSING_MS = 1_000;
/** Running requests have so long after that. All in all a process ends within 5 s. */
export const FINISH_MS = 3_000;
const LOOK_EVERY_MS = 25;
/** Who has connected and sent nothing for so long only keeps the connection ready, as browsers do. */
const SILENT_MS = 500;
/** Before it stops to listen, a server holds back what it is asked for so long: see `stopListening`. */
const HOLD_MS = 60;

export type Drain = (limits: { closingMs: number; finishMs: number }) => Promise<void>;

/**
 * Prepares `server` for an end that cuts no request off; call it before it listens. The returned function goes on
 * answering for `closingMs`, with `Connection: close`, so that no client sends on a connection that is being closed;
 * then it stops accepting, closes what is idle, and what still runs after `finishMs`. Whom nobody talks to ends at once.
 */
export function drainable(server: Server): Drain {
  const connections = new Map<Socket, number>();
  let leaving = false;
  server.on('connection', (socket: Socket) => {
    connections.set(socket, performance.now());
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', (_request: unknown, response: ServerResponse) => {
    if (leaving) response.shouldKeepAlive = false;
  });

  /**
   * Who has connected and is not accepted yet when we stop to listen is reset by the system. So requests are held back
   * for a moment: who waits for an answer opens no other connection, and with nothing to do the loop accepts at once.
   * Returns what answers them.
   */
  async function stopListening(closed: () => void): Promise<() => void> {
    const answers = server.listeners('request');
    const held: unknown[][] = [];
    server.removeAllListeners('request');
    server.on('request', (...args: unknown[]) => held.push(args));
    await pause(HOLD_MS);
    await turn();
    server.close(closed);
    return () => {
      server.removeAllListeners('request');
      for (const answer of answers) server.on('request', answer as (...args: unknown[]) => void);
      for (const args of held) server.emit('request', ...args);
    };
  }

  return async ({ closingMs, finishMs }) => {
    leaving = true;
    if (closingMs > 0 && connections.size > 0) await pause(closingMs);
    let closed = false;
    const goOn = await stopListening(() => {
      closed = true;
    });
    goOn();
    const until = performance.now() + finishMs;
    while (!closed && performance.now() < until) {
      server.closeIdleConnections();
      const before = performance.now() - SILENT_MS;
      for (const [socket, since] of connections) if (socket.bytesRead === 0 && since < before) socket.destroy();
      await pause(LOOK_EVERY_MS);
    }
    server.closeAllConnections();
  };
}

/** The same for every server that this process makes from now on, where it is not ours to prepare: Next's. */
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
