import { setImmediate } from 'node:timers/promises';

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs what takes some milliseconds of the event loop when nothing else of the kind runs, and lets everything that waits
 * go first: ten such requests at once delay another one by the longest of them, not by all ten.
 */
export function takeTurn<T>(work: () => T): Promise<T> {
  const turn = last.then(async () => {
    await setImmediate();
    return work();
  });
  last = turn.catch(() => undefined); // told to whoever asked; the next one has its turn all the same
  return turn;
}
