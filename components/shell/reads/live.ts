/** How often an open page reads again, in ms, by what it shows, so that changes by others appear without a reload. */
export const AGAIN_MS = {
  /** A run that is being scored or a gate that is being decided: a person is waiting for it. */
  watched: 1_000,
  /** A list in which something changes; a page that waits for the first event. */
  moving: 2_000,
  /** A promotion that is being decided on: a cheap check whether it changed. */
  decision: 2_500,
  /** Requests as they arrive. */
  arriving: 5_000,
  /** Deployments, rollouts, and the lag of the worker. */
  serving: 10_000,
  /** A list of promotions while none of them is being decided. */
  promotions: 15_000,
  /** Any other list in which nothing changes; the charts of the monitor. */
  resting: 20_000,
  /** The charts of versions, over days. */
  versions: 30_000,
  /** Figures of seven days. */
  week: 60_000,
} as const;

type Read<T> = { state: { data: T | undefined } };

/**
 * The `refetchInterval` of a read: `fast` while `moves(data)`, else and before the first data `slow`; false disables
 * it.
 */
export function whileMoving<T, Slow extends number | false>(
  moves: (data: T) => boolean,
  { fast, slow }: { fast: number; slow: Slow },
): (read: Read<T>) => number | Slow {
  return ({ state }) => (state.data !== undefined && moves(state.data) ? fast : slow);
}
