import { isLost } from '#db/client.ts';
import type { Logger } from '#server/platform/log.ts';

/**
 * Keeps a process running when the driver loses a connection in a query without a caller: it reads the array types of
 * each new connection by itself. Queries of callers on that connection reject as usual. Any other unhandled error is
 * logged and ends the process with 1. It is logged because Node would print it with the values that callers sent.
 */
export function surviveLostConnections(log: Logger): void {
  const end = (error: unknown): never => {
    log.fatal({ err: error }, 'this process ends: an error was not handled');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', (error) => {
    if (!isLost(error)) return end(error);
    log.warn({ err: error }, 'a connection to Postgres was lost while it was being made');
  });
}
