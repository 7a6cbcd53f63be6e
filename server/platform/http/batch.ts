/**
 * Makes a function that runs what it is given once everything that has arrived by now has been read. Answers of one turn
 * are so sent one right after the other: under load their readers are woken once for many, and not once for each, which
 * on two cores was half of what a resolve cost. With nothing else to do it waits for nothing.
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
 * Makes a function that lets its callers go on one by one, each in a turn of its own: what has arrived meanwhile is
 * answered in between, so that ten large bodies keep nobody waiting for longer than one of them.
 */
export function makeTurns(): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(() => new Promise((resolve) => void setImmediate(resolve)));
    return last;
  };
}
