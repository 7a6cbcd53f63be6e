/**
 * Preloaded (`--import`) into the built web server, instead of Next's own shutdown, which stops listening at once, cuts
 * off clients that send on a connection that it is closing, and waits for the others without a limit.
 */
import { CLOSING_MS, drainEveryServer, FINISH_MS } from '#server/run/drain.ts';
import { stopOnSignal } from '#server/run/listen.ts';

// Only in the process itself: processes that it forks inherit the preload, but not this variable.
if (process.env.NEXT_MANUAL_SIG_HANDLE) {
  const drain = drainEveryServer();
  stopOnSignal(() => drain({ closingMs: CLOSING_MS, finishMs: FINISH_MS }));
}
