/**
 * Makes a function that runs its jobs after the current turn of the event loop, in which everything that has arrived is
 * read. Responses of one turn are therefore written one right after the other: under load their clients are woken once
 * for many responses, not once for each, which on two cores was half of the cost of a resolve. An idle loop adds no
 * delay.
 */
export function makeBatch(): (job: () => void) => void {
  let waiting: (() => void)[] = [];
  function runAll(): void {
    const jobs = waiting;
    waiting = [];
    for (const job of jobs) job();
  }
  return (job) => {
    if (waiting.push(job) === 1) setImmediate(runAll);
  };
}

/**
 * Makes a function whose callers continue one by one, each in a turn of the event loop of its own. Other requests are
 * handled in between, so that ten large bodies delay another request by one of them at most.
 */
export function makeTurns(): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(() => new Promise((resolve) => void setImmediate(resolve)));
    return last;
  };
}
