import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts listening; `host` null means every address, IPv4 and IPv6. Resolves with the real port. */
export function listen(server: Server, port: number, host: string | null): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: host ?? undefined }, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** A process exits within so long after a signal. Work that is not finished by then is done again later. */
const ENDS_WITHIN_MS = 5_000;

/**
 * Calls `stop` once on SIGTERM, SIGINT or when the supervisor has ended, then exits with 0, after 4.9 s at the latest.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), ENDS_WITHIN_MS - 100);
    void stop().finally(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
}
