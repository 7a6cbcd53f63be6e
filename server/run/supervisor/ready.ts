import { setTimeout as pause } from 'node:timers/promises';

/**
 * Resolves once `url` answers with a status below 500; asks every 50 ms. Between questions `check` may throw to give up.
 * Rejects with the URL after `withinMs`.
 */
export async function respondsAt(url: string, withinMs: number, check: () => void): Promise<void> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    check();
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'manual' });
      await answer.body?.cancel();
      if (answer.status < 500) return;
    } catch {
      // refused or not yet listening: asked again
    }
    await pause(50);
  }
  throw new Error(`${url} did not answer within ${withinMs / 1000} s.`);
}
