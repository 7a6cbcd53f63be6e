import { HOUR_MS, WEEK_MS } from '#server/platform/pure/durations.ts';

/** Ids are stored by period of receipt, so that expired ones are dropped as a partition. One lookup covers the window. */
export const SEEN_PERIOD_MS = WEEK_MS;

/**
 * How far two clocks, or one that was set back, may be apart, with the length of a transaction, for two calls that run
 * at the same time to meet on an id: never below twice this. It costs a second claim an id for two hours a week.
 */
const OVERLAP_MS = HOUR_MS;

export type SeenPeriods = {
  /** Where the id is claimed. Both neighbours around the turn, so that transactions on either side of it collide. */
  claim: readonly number[];
  /** The period before `claim`, whose ids were received within the seven days. */
  before: number;
  /** The period after `claim`: it holds ids only where a clock was set back over more than the overlap. */
  after: number;
};

/**
 * Which periods a call received at `now` claims its ids in. A key that held the day alone would let a retry through at
 * midnight: two transactions, one on either side of the turn, neither committed, would each find nothing. So within
 * an hour of the turn both periods are claimed, and the two collide on a unique index. Beside that the
 * neighbours are looked up, so that what has been committed is found however far the clock went back since.
 */
export function seenPeriods(now: number): SeenPeriods {
  const period = Math.floor(now / SEEN_PERIOD_MS);
  const intoIt = now - period * SEEN_PERIOD_MS;
  const first = intoIt < OVERLAP_MS ? period - 1 : period;
  const last = intoIt >= SEEN_PERIOD_MS - OVERLAP_MS ? period + 1 : period;
  return { claim: first === last ? [first] : [first, last], before: first - 1, after: last + 1 };
}
