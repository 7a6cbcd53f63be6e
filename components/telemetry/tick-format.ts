import { countShort } from '#components/ui/format.ts';

const NBSP = '\u00a0';

/** At most two decimals, without trailing zeros. */
const bare = (value: number): string => String(Number(value.toFixed(2)));

/** Ticks of a latency axis in one unit for all: seconds from one second on (`0 s`, `0.5 s`, `30 s`), else `250 ms`. */
export function latencyTicks(highestMs: number): (ms: number) => string {
  return highestMs >= 1000 ? (ms) => `${bare(ms / 1000)}${NBSP}s` : (ms) => `${bare(ms)}${NBSP}ms`;
}

/** `$30`, `$0.5`, `$0.0002`: no trailing zeros. */
export function moneyTick(usd: number): string {
  if (usd !== 0 && Math.abs(usd) < 0.01) return `$${Number(usd.toPrecision(2))}`;
  return Math.abs(usd) >= 10_000 ? `$${countShort(usd)}` : `$${bare(usd)}`;
}

/** A fraction: `1 %`, `0.5 %`. */
export const percentTick = (fraction: number): string => `${bare(fraction * 100)}${NBSP}%`;

/** `2.5`, `400`, `20 k`. */
export const countTick = (value: number): string => (value >= 1000 ? countShort(value) : bare(value));

/** The largest known value; 0 without any. */
export function highest(...lists: readonly (readonly (number | null)[])[]): number {
  return lists.reduce((top, list) => list.reduce<number>((most, value) => Math.max(most, value ?? 0), top), 0);
}
