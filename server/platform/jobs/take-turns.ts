import { setImmediate } from 'node:timers/promises';

export type TakeTurn = <T>(work: () => T | Promise<T>) => Promise<T>;

/**
 * Makes a function that runs work of some milliseconds of the event loop one at a time, and lets all other waiting work
 * run in between. Ten such requests at once delay another request by the longest of them, not by all ten.
 */
export function makeTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(async () => {
      await setImmediate();
      return work();
    });
    last = turn.catch(() => undefined); // the caller gets the error; the next turn runs all the same
    return turn;
  };
}
