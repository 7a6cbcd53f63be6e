/** How often a page looks while something moves, and while nothing does. */
const MOVING_MS = 2_000;
const RESTING_MS = 20_000;

type Read<T> = { state: { data: T | undefined } };

/**
 * `refetchInterval` of a read whose object may be moving (an eval run, a rollout, a promotion): every 2 s while
 * `moves(data)`, every 20 s otherwise, so that what others do appears without a reload.
 */
export function whileMoving<T>(moves: (data: T) => boolean): (read: Read<T>) => number {
  return ({ state }) => (state.data !== undefined && moves(state.data) ? MOVING_MS : RESTING_MS);
}
