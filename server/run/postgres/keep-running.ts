import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { startEmbedded } from './embedded.ts';

/** Short, since every process waits for the database. */
const FIRST_DELAY_MS = 20;
const DELAY_MS_MAX = 15_000;
/** After Postgres has run for so long, its next end starts the back-off anew. */
const WELL_AFTER_MS = 30_000;
/** How long a stop waits for a start that is under way. */
const STARTING_MS = 5_000;

export type KeptPostgres = {
  /** for edge, worker and web */
  url: string;
  /** for migrations */
  ownerUrl: string;
  stop: () => Promise<void>;
};

/**
 * Keeps the built-in Postgres running until `stop`: when it has ended, it is started again with its data and at its
 * address, and the other processes reconnect by themselves. While it cannot start (a full disk, for example), resolve
 * works from memory, so the start is tried again without end; `report` gets the reason each time.
 */
export async function keepEmbedded(root: string, state: string, report: (line: string) => void): Promise<KeptPostgres> {
  const { url, ownerUrl, cluster, again } = await startEmbedded(root, state);
  let current = cluster;
  let attempt: Promise<Cluster> = Promise.resolve(current);
  let wanted = true;

  async function restartAfterEnd(delayMs: number): Promise<void> {
    const since = Date.now();
    await current.ended;
    let delay = Date.now() - since > WELL_AFTER_MS ? FIRST_DELAY_MS : delayMs;
    if (wanted) report('ended; starting again');
    while (wanted) {
      await pause(delay);
      delay = Math.min(delay * 2, DELAY_MS_MAX);
      if (!wanted) return;
      try {
        attempt = again();
        current = await attempt;
        return restartAfterEnd(delay);
      } catch (error) {
        report(`${error instanceof Error ? error.message : error}; trying again in ${delay / 1000} s`);
      }
    }
  }

  void restartAfterEnd(FIRST_DELAY_MS);
  return {
    url,
    ownerUrl,
    stop: async () => {
      wanted = false;
      // Wait for a start that is under way, so that it is shut down in order. One that takes longer ends with our pipe.
      const failed = () => current;
      const latest = await Promise.race([attempt.catch(failed), pause(STARTING_MS, current, { ref: false })]);
      await latest.stop();
    },
  };
}
