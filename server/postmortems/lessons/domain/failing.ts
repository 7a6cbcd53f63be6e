/** A score below this is low: more wrong than right. */
export const LOW_SCORE = 0.5;

/** How the requests that sent one input failed. A request may count in several. */
export type Failing = {
  /** Requests that failed themselves. */
  requests: number;
  /** Requests whose outcome failed. */
  outcomes: number;
  /** Requests with a score below {@link LOW_SCORE}. */
  lowScores: number;
  /** The lowest of these scores; null: none is low. */
  lowest: number | null;
};

/** What of one input is compared when inputs are put in order. */
export type Told = { failing: Failing; requests: number; firstAt: number };

/** In how many ways an input failed: 1 to 3. */
const ways = ({ requests, outcomes, lowScores }: Failing): number =>
  Number(requests > 0) + Number(outcomes > 0) + Number(lowScores > 0);

/**
 * The most telling inputs first: those that failed in more ways, then those that more requests sent, then those with the
 * lowest score, then the earliest.
 */
export const byTelling = (a: Told, b: Told): number =>
  ways(b.failing) - ways(a.failing) ||
  b.requests - a.requests ||
  (a.failing.lowest ?? 1) - (b.failing.lowest ?? 1) ||
  a.firstAt - b.firstAt;
