import { readAmount } from '#server/models/prices/domain/amount.ts';

/** 10⁻¹² dollars of a micro-dollar: an amount that is finer would not print exactly as a number of dollars. */
const MICRO_PICO = 1_000_000n;

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
  if (pico % MICRO_PICO !== 0n)
    return { problem: { code: 'too_precise', message: 'At most six decimals of a dollar.' } };
  return { pico };
}

/** Dollars of an amount that `readLimit` took, exactly; of any other to the nearest double. */
export const dollarsOf = (pico: bigint): number => Number(pico / MICRO_PICO) / 1e6 + Number(pico % MICRO_PICO) / 1e12;

/** The thresholds of a budget in order, each once. */
export const ordered = (percents: readonly number[]): number[] => [...new Set(percents)].sort((a, b) => a - b);
