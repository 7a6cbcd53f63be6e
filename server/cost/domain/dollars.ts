const PICO_PER_DOLLAR = 1e12;
/** 10⁻¹² dollars of a micro-dollar, the finest unit of a budget's amount. */
export const PICO_PER_MICRO = 1_000_000n;

/**
 * US dollars of an amount in 10⁻¹² dollars, for statistics and pages. Add exact amounts first, then convert the sum. The
 * result is the nearest double for whole micro-dollars, such as the amount of a budget, and for any amount below 9,000
 * dollars.
 */
export const dollarsOf = (pico: bigint): number =>
  pico % PICO_PER_MICRO === 0n ? Number(pico / PICO_PER_MICRO) / 1e6 : Number(pico) / PICO_PER_DOLLAR;

/** The nearest amount in 10⁻¹² dollars of US dollars. */
export const picoOf = (dollars: number): bigint => BigInt(Math.round(dollars * PICO_PER_DOLLAR));

/** Dollars per attempt of known cost; `null` without one: unknown is not 0. */
export function perRequest(cost: { attempts: number; unknownCostAttempts: number; spentPico: bigint }): number | null {
  const known = cost.attempts - cost.unknownCostAttempts;
  return known > 0 ? dollarsOf(cost.spentPico) / known : null;
}
