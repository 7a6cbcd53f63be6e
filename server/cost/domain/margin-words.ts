import type { Margin } from '#server/evals/domain/margin.ts';

const number = (value: number): string => String(Math.round(value * 100) / 100);

/**
 * A margin as the sentences of savings name it, with the gate policy that it is of: `the margin of the gate policy, 2 % of
 * the baseline's score (1.6 points)`. `points` (0..1): what it is here, where it is one figure.
 */
export function marginWords({ margin, marginKind }: Margin, points?: number): string {
  const here = points === undefined || marginKind === 'absolute' ? '' : ` (${number(100 * points)} points)`;
  return `the margin of its gate policy, ${marginSize({ margin, marginKind })}${here}`;
}

/** `2 points`, or `2 % of the baseline's score`. */
export const marginSize = ({ margin, marginKind }: Margin): string =>
  marginKind === 'absolute' ? `${number(100 * margin)} points` : `${number(100 * margin)} % of the baseline's score`;
