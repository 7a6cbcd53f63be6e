import type { Logger } from '#server/platform/log.ts';

/**
 * Calls `round` now and then every `everyMs`, never two at a time; one that fails is logged as `what`. Returns the stop
 * function, which makes `isStopped` true and waits for the round that runs.
 */
export function runRounds(
  log: Logger,
  round: (isStopped: () => boolean) => Promise<void>,
  { everyMs, what }: { everyMs: number; what: string },
): () => Promise<void> {
  let isStopped = false;
  let isRunning = false;
  let running = Promise.resolve();
  const begin = () => {
    if (isRunning || isStopped) return;
    isRunning = true;
    running = round(() => isStopped)
      .catch((err: unknown) => log.warn({ err }, what))
      .finally(() => {
        isRunning = false;
      });
  };
  begin();
  const timer = setInterval(begin, everyMs);
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await running;
  };
}
