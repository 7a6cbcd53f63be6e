const PICO = 1e12;

/** Dollars of an amount in 10⁻¹² dollars, for statistics and pages; sums are computed exactly before. */
export const dollarsOf = (pico: bigint): number => Number(pico) / PICO;

/** Dollars per attempt of known cost; `null` without one: unknown is not 0. */
export function perRequest(cost: { attempts: number; unknownCostAttempts: number; spentPico: bigint }): number | null {
  const known = cost.attempts - cost.unknownCostAttempts;
  return known > 0 ? dollarsOf(cost.spentPico) / known : null;
}
