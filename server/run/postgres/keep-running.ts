import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { startEmbedded } from './embedded.ts';

/** At once, nearly: everybody waits for it. */
const FIRST_DELAY_MS = 20;
const DELAY_MS_MAX = 15_000;
/** Who lived this long was well: the next end starts the back-off anew. */
const WELL_AFTER_MS = 30_000;

const COMING_UP_MS = 5_000;

export type KeptPostgres = {
  /** for edge, worker and web */
  url: string;
  /** for migrations */
  ownerUrl: string;
  stop: () => Promise<void>;
};

/**
 * Keeps the installation's own Postgres running until `stop`: one that was killed comes back where it was, with its data,
 * and the others reconnect by themselves. While it cannot start (a full disk, say) resolve goes on from memory, so it is
 * tried again for as long as it takes; `say` hears each time why.
 */
export async function keepEmbedded(root: string, state: string, say: (line: string) => void): Promise<KeptPostgres> {
  const { url, ownerUrl, cluster, again } = await startEmbedded(root, state);
  let current = cluster;
  let attempt: Promise<Cluster> = Promise.resolve(current);
  let wanted = true;

  async function revive(delayMs: number): Promise<void> {
    const since = Date.now();
    await current.ended;
    let delay = Date.now() - since > WELL_AFTER_MS ? FIRST_DELAY_MS : delayMs;
    if (wanted) say('ended; starting again');
    while (wanted) {
      await pause(delay);
      delay = Math.min(delay * 2, DELAY_MS_MAX);
      if (!wanted) return;
      try {
        attempt = again();
        current = await attempt;
        return revive(delay);
      } catch (error) {
        say(`${error instanceof Error ? error.message : error}; trying again in ${delay / 1000} s`);
      }
    }
  }

  void revive(FIRST_DELAY_MS);
  return {
    url,
    ownerUrl,
    stop: async () => {
      wanted = false;
      // One that is coming up is waited for, so that it ends in order; what takes longer ends with our pipe to it.
      const failed = () => current;
      const latest = await Promise.race([attempt.catch(failed), pause(COMING_UP_MS, current, { ref: false })]);
      await latest.stop();
    },
  };
}
