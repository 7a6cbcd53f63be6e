/** A closed interval `[low, high]`, in the unit of the estimate it belongs to. */
export type Interval = readonly [low: number, high: number];

/** The interval cut to the range its quantity can take: a share lies in 0..1, a difference of shares in −1..1. */
export function clampInterval([low, high]: Interval, min: number, max: number): Interval {
  return [Math.min(max, Math.max(min, low)), Math.min(max, Math.max(min, high))];
}
