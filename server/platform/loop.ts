/**
 * Calls `turn` until it is stopped: again at once where it returned true, because there is more to do, else `pauseMs` after
 * it returned. A turn that throws is handed to `onError` and counts as nothing to do. Returns a function that stops the
 * loop and waits for the turn that is running; `isStopped` lets a long turn end early.
 */
export function startLoop(
  turn: (isStopped: () => boolean) => Promise<boolean>,
  { pauseMs, onError }: { pauseMs: number; onError: (err: unknown) => void },
): () => Promise<void> {
  let stopped = false;
  let wake = () => {};
  const isStopped = () => stopped;

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const running = (async () => {
    while (!stopped) {
      let again = false;
      try {
        again = await turn(isStopped);
      } catch (err) {
        onError(err);
      }
      if (!again && !stopped) await pause();
    }
  })();

  return async () => {
    stopped = true;
    wake();
    await running;
  };
}
