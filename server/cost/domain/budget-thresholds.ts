/**
 * Soft thresholds of a budget, each told once a period.
 *
 * | what comes in | told | state after |
 * | --- | --- | --- |
 * | spend passes a threshold that was not told this period | the highest passed, once; the lower ones count as told | `notifiedPercent` = that threshold |
 * | spend stays or passes one that was told | nothing | unchanged |
 * | spend falls (a correction, repricing) | nothing | `notifiedPercent` stays: passing it again is no news |
 * | the limit is raised | nothing by itself | `notifiedPercent` falls to the highest threshold that is still passed: the others can be told again |
 * | the limit is lowered | as spend that passes a threshold | as above |
 * | a period begins (later `periodStart`) | as spend that passes, from none | from 0 |
 * | a reading of an earlier period (late) | nothing | unchanged |
 * | spend unknown | nothing | unchanged: no figure is not 0 |
 */
export const SOFT_PERCENTS = [50, 80, 95, 100] as const;
export type SoftPercent = (typeof SOFT_PERCENTS)[number];

/** Amounts in 10⁻¹² dollars; `periodStart` in days since 1970. */
export type BudgetState = { periodStart: number; limitPico: bigint; notifiedPercent: SoftPercent | 0 };

export type BudgetReading = { periodStart: number; limitPico: bigint; spentPico: bigint | null };

/** The next state, and the threshold to tell of, if any. Exactly at a threshold is passed. The limit is above 0. */
export function stepBudget(
  state: BudgetState | null,
  { periodStart, limitPico, spentPico }: BudgetReading,
): { state: BudgetState; notify: SoftPercent | null } {
  if (state !== null && periodStart < state.periodStart) return { state, notify: null };
  const isSame = state !== null && state.periodStart === periodStart;
  const notified = isSame ? state.notifiedPercent : 0;
  if (spentPico === null) return { state: { periodStart, limitPico, notifiedPercent: notified }, notify: null };
  const passed = SOFT_PERCENTS.findLast((percent) => spentPico * 100n >= limitPico * BigInt(percent)) ?? 0;
  const wasRaised = isSame && limitPico > state.limitPico;
  if (passed > notified) return { state: { periodStart, limitPico, notifiedPercent: passed }, notify: passed || null };
  return { state: { periodStart, limitPico, notifiedPercent: wasRaised ? passed : notified }, notify: null };
}

/** What the gateway obeys: `exhausted` once all of a hard budget is spent; unknown spend never refuses anybody. */
export function hardState(limitPico: bigint, spentPico: bigint | null): 'open' | 'exhausted' {
  return spentPico !== null && spentPico >= limitPico ? 'exhausted' : 'open';
}
