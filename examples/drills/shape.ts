import type { Random } from '../demo/random.ts';

/**
 * Requests of each whole minute of a production conversation service, and the 0, 5, 25, 50, 75, 95 and 100 % quantiles of
 * its context and generated tokens: computed from the Azure public dataset "Azure LLM inference trace 2023" (Splitwise,
 * ISCA 2024), CC-BY 4.0. `shape.test.ts` computes them again where the trace is there.
 */
export const TRACE = {
  perMinute: [
    ...[191, 265, 329, 353, 307, 273, 268, 261, 322, 298, 301, 302, 345, 326, 283, 279, 280, 308, 343, 351],
    ...[351, 343, 408, 396, 386, 398, 432, 480, 476, 453, 448, 507, 438, 413, 423, 418, 465, 311, 329, 316],
    ...[333, 355, 319, 360, 334, 375, 330, 249, 221, 249, 265, 280, 256, 254, 242, 260, 246, 225],
  ],
  context: [2, 181, 396, 1020, 1189, 4083, 14050],
  generated: [7, 41, 85, 129, 395, 451, 1000],
} as const;
export const QUANTILES = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

const MEAN = TRACE.perMinute.reduce((sum, n) => sum + n, 0) / TRACE.perMinute.length;

/** How busy the trace is in a minute, 1 = on average. After its 58 minutes it begins again. */
export function busyness(minute: number): number {
  const { perMinute } = TRACE;
  const at = ((minute % perMinute.length) + perMinute.length) % perMinute.length;
  return (perMinute[at] ?? MEAN) / MEAN;
}

/** Requests of a minute where there are `mean` on average; what is left of a whole one is drawn. */
export function requestsOf(minute: number, mean: number, random: Random): number {
  const expected = mean * busyness(minute);
  return Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
}

/** Tokens of one request, drawn from the quantiles, between them in a straight line. */
export function drawTokens(of: 'context' | 'generated', random: Random): number {
  const share = random.next();
  const upper = Math.max(
    1,
    QUANTILES.findIndex((quantile) => quantile > share),
  );
  const [from = 0, to = 1] = [QUANTILES[upper - 1], QUANTILES[upper]];
  const [low = 0, high = 0] = [TRACE[of][upper - 1], TRACE[of][upper]];
  return Math.round(low + ((share - from) / (to - from)) * (high - low));
}
