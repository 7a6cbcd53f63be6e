import { isLost } from '#db/client.ts';
import type { Logger } from '#server/platform/log.ts';

/**
 * Keeps a process alive when the driver loses a connection where nobody can catch it: it asks each new connection for
 * its array types, and that question has no caller. Whoever waits for a query of that connection is told by the query
 * itself. Any other rejection that nobody handles ends the process, as ever.
 */
export function surviveLostConnections(log: Logger): void {
  process.on('unhandledRejection', (error) => {
    if (!isLost(error)) throw error;
    log.warn({ err: error }, 'a connection to Postgres was lost while it was being made');
  });
}
