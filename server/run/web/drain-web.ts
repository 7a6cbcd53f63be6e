/**
 * Preloaded (`--import`) into the built web server, instead of Next's own end, which stops listening at once, cuts off
 * whoever sends on a connection that it is closing, and waits without bound for the rest.
 */
import { CLOSING_MS, drainEveryServer, FINISH_MS } from '#server/run/drain.ts';
import { stopOnSignal } from '#server/run/listen.ts';

// Only the process itself: what it forks inherits the preload.
if (process.env.NEXT_MANUAL_SIG_HANDLE) {
  const drain = drainEveryServer();
  stopOnSignal(() => drain({ closingMs: CLOSING_MS, finishMs: FINISH_MS }));
}
