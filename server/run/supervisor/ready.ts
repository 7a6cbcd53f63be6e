import { setTimeout as pause } from 'node:timers/promises';

/**
 * Resolves once `url` responds with a status below 500; tries every 50 ms. `check` is called before each try and may
 * throw to give up. Rejects with a sentence that names the URL after `withinMs`.
 */
export async function respondsAt(url: string, withinMs: number, check: () => void): Promise<void> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    check();
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'manual' });
      await response.body?.cancel();
      if (response.status < 500) return;
    } catch {
      // refused or not listening yet: tried again
    }
    await pause(50);
  }
  throw new Error(`${url} did not respond within ${withinMs / 1000} s.`);
}
