import { setImmediate } from 'node:timers/promises';

export type TakeTurn = <T>(work: () => T | Promise<T>) => Promise<T>;

/**
 * For what takes some milliseconds of the event loop: one at a time of a kind, and everything that waits goes before the
 * next. Ten such requests at once delay another one by the longest of them, not by all ten.
 */
export function makeTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(async () => {
      await setImmediate();
      return work();
    });
    last = turn.catch(() => undefined); // told to whoever asked; the next one has its turn all the same
    return turn;
  };
}
