import type { Clock } from '#server/platform/clock.ts';

/** A clock that stands still until `advance` is called. */
export function fixedClock(start: Date): Clock & { advance(ms: number): void; set(to: Date): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
    },
    set: (to) => {
      at = to.getTime();
    },
  };
}
