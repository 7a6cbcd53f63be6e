import type { Line, Rate, Saving } from './arithmetic.ts';
import type { SavingsLine } from './savings.ts';

const PICO = 1e12;

/** The prices of one model in force; a read costs as much as `input` where the registry has no price of its own for it. */
export type ModelRates = { input: Rate; read: Rate; write: Rate; output: Rate };

/** US dollars of 10⁻¹² dollars. */
export const usdOf = (pico: bigint): number => Number(pico) / PICO;

/** 10⁻¹² dollars of US dollars, to the nearest. */
export const picoOf = (usd: number): bigint => BigInt(Math.round(usd * PICO));

/** Whether `a` is cheaper than `b` for one unit. */
export const isCheaper = (a: Rate, b: Rate): boolean => a.amountPico * BigInt(b.per) < b.amountPico * BigInt(a.per);

const lineOf = ({ what, quantity, rate, amountPico }: Line): SavingsLine => ({
  what,
  quantity,
  price: rate && { usd: usdOf(rate.amountPico), per: rate.per },
  usd: usdOf(amountPico),
});

/** A saving as a report has it. Lines of nothing are left out. */
export const inDollars = ({ lines, savedPico, intervalPico, quality }: Saving) => ({
  savedUsd: usdOf(savedPico),
  ci95: intervalPico && ([usdOf(intervalPico[0]), usdOf(intervalPico[1])] as [number, number]),
  lines: lines.filter(({ amountPico }) => amountPico !== 0n).map(lineOf),
  quality,
});
