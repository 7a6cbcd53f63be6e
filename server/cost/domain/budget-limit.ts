import { readAmount } from '#server/models/prices/domain/amount.ts';
import { PICO_PER_MICRO } from './dollars.ts';

export type LimitRead =
  | { pico: bigint; problem?: undefined }
  | { pico?: undefined; problem: { code: string; message: string } };

/** A budget's amount: dollars above 0 up to a million, with at most six decimals; never rounded. */
export function readLimit(value: number | string): LimitRead {
  const { pico, problem } = readAmount(value);
  if (problem) {
    const message = problem.code === 'below_zero' ? 'A budget is more than 0 dollars.' : problem.message;
    return { problem: { code: problem.code, message } };
  }
  if (pico === 0n) return { problem: { code: 'too_small', message: 'A budget is more than 0 dollars.' } };
  // A finer amount would not print exactly as a number of dollars.
  if (pico % PICO_PER_MICRO !== 0n)
    return { problem: { code: 'too_precise', message: 'At most six decimals of a dollar.' } };
  return { pico };
}

/** The thresholds of a budget in order, each once. */
export const ordered = (percents: readonly number[]): number[] => [...new Set(percents)].sort((a, b) => a - b);
