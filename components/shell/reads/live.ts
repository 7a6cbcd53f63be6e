/** How often an open page reads again, in ms, by what it shows: so that what others do appears without a reload. */
export const AGAIN_MS = {
  /** One run that is being scored, one gate that is being decided: somebody watches it. */
  watched: 1_000,
  /** A list in which something moves; a page that waits for the first event. */
  moving: 2_000,
  /** A promotion that people are deciding on: asked cheaply whether it moved. */
  decision: 2_500,
  /** Requests as they arrive. */
  arriving: 5_000,
  /** What serves, what is about to, and whether the worker keeps up. */
  serving: 10_000,
  /** Promotions of which none moves. */
  promotions: 15_000,
  /** Any other list of which nothing moves; the charts of the monitor. */
  resting: 20_000,
  /** The charts of versions, over days. */
  versions: 30_000,
  /** Figures of seven days. */
  week: 60_000,
} as const;

type Read<T> = { state: { data: T | undefined } };

/** `refetchInterval` of a read: `fast` while `moves(data)`, else and until there is data `slow`; false does not read again. */
export function whileMoving<T, Slow extends number | false>(
  moves: (data: T) => boolean,
  { fast, slow }: { fast: number; slow: Slow },
): (read: Read<T>) => number | Slow {
  return ({ state }) => (state.data !== undefined && moves(state.data) ? fast : slow);
}
