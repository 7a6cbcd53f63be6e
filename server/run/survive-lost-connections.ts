import { isLost } from '#db/client.ts';
import type { Logger } from '#server/platform/log.ts';

/**
 * Keeps a process alive when the driver loses a connection where nobody can catch it: it asks each new connection for
 * its array types, and that question has no caller. Whoever waits for a query of that connection is told by the query
 * itself. Any other error that nobody handles ends the process, as ever, and is told by the log, which keeps what
 * people sent to itself: Node would print it whole.
 */
export function surviveLostConnections(log: Logger): void {
  const end = (error: unknown): never => {
    log.fatal({ err: error }, 'this process ends: nobody handled an error');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', (error) => {
    if (!isLost(error)) return end(error);
    log.warn({ err: error }, 'a connection to Postgres was lost while it was being made');
  });
}
