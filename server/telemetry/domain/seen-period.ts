/** Ids are remembered by period of receipt, so that forgetting them is dropping a table. One lookup covers the window. */
export const SEEN_PERIOD_MS = 7 * 86_400_000;

/** How far apart two clocks may be, with the length of a transaction, for one id to be claimed twice: never below this. */
const OVERLAP_MS = 5 * 60_000;

export type SeenPeriods = {
  /** Where the id is claimed. Both neighbours around the turn, so that transactions on either side of it collide. */
  claim: readonly number[];
  /** Whether ids of the period before `claim[0]` have to be looked up. */
  before: number;
};

/**
 * Which periods a call received at `now` claims its ids in. A key that held the day alone would let a retry through at
 * midnight: two transactions, one on either side of the turn, neither committed, would each find nothing. So within
 * five minutes of the turn both periods are claimed, and each side meets the other on a unique index.
 */
export function seenPeriods(now: number): SeenPeriods {
  const period = Math.floor(now / SEEN_PERIOD_MS);
  const intoIt = now - period * SEEN_PERIOD_MS;
  if (intoIt < OVERLAP_MS) return { claim: [period - 1, period], before: period - 2 };
  if (intoIt >= SEEN_PERIOD_MS - OVERLAP_MS) return { claim: [period, period + 1], before: period - 1 };
  return { claim: [period], before: period - 1 };
}
