export type FairQueue<T> = {
  /** False where the maximum of the key, or of all keys together, is reached. */
  add(key: string, job: T): boolean;
  /** Removes and returns the oldest job of the key whose turn it is. */
  next(): T | undefined;
  remove(key: string, job: T): void;
};

/** Jobs that wait for one worker. Keys take turns, so that a key with many jobs delays another by one job at most. */
export function makeFairQueue<T>({ keyMax, allMax }: { keyMax: number; allMax: number }): FairQueue<T> {
  /** In the order of turns. */
  const waiting = new Map<string, T[]>();
  let count = 0;

  function put(key: string, jobs: T[]): void {
    waiting.delete(key);
    if (jobs.length > 0) waiting.set(key, jobs);
  }

  return {
    add(key, job) {
      const jobs = waiting.get(key) ?? [];
      if (jobs.length >= keyMax || count >= allMax) return false;
      waiting.set(key, [...jobs, job]);
      count += 1;
      return true;
    },
    next() {
      const [turn] = waiting;
      if (turn === undefined) return undefined;
      const [key, [job, ...others]] = turn;
      put(key, others);
      count -= 1;
      return job;
    },
    remove(key, job) {
      const jobs = waiting.get(key);
      if (!jobs?.includes(job)) return;
      const others = jobs.filter((other) => other !== job);
      if (others.length > 0) waiting.set(key, others);
      else waiting.delete(key);
      count -= 1;
    },
  };
}
