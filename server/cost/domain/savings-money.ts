import type { Line, Rate, Saving } from './arithmetic.ts';
import { dollarsOf } from './dollars.ts';
import type { SavingsLine } from './savings.ts';

/**
 * The prices of one model in force; a read, and a write for five minutes, cost as much as `input` where the registry has no
 * price of their own. `writeHour`: of a write for an hour; null where no row prices it, and then it is unknown.
 */
export type ModelRates = { input: Rate; read: Rate; write: Rate; writeHour: Rate | null; output: Rate };

/** Whether `a` is cheaper than `b` for one unit. */
export const isCheaper = (a: Rate, b: Rate): boolean => a.amountPico * BigInt(b.per) < b.amountPico * BigInt(a.per);

const lineOf = ({ what, quantity, rate, amountPico }: Line): SavingsLine => ({
  what,
  quantity,
  price: rate && { usd: dollarsOf(rate.amountPico), per: rate.per },
  usd: dollarsOf(amountPico),
});

/** A saving as a report has it. Lines of nothing are left out. */
export const inDollars = ({ lines, savedPico, intervalPico, quality }: Saving) => ({
  savedUsd: dollarsOf(savedPico),
  ci95: intervalPico && ([dollarsOf(intervalPico[0]), dollarsOf(intervalPico[1])] as [number, number]),
  lines: lines.filter(({ amountPico }) => amountPico !== 0n).map(lineOf),
  quality,
});
