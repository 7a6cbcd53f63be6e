/**
 * Soft thresholds of a budget, each notified once a period.
 *
 * | input | notified | state after |
 * | --- | --- | --- |
 * | spend passes a threshold that was not notified this period | the highest passed, once; the lower ones count as notified | `notifiedPercent` = that threshold |
 * | spend stays or passes one that was notified | nothing | unchanged |
 * | spend falls (a correction, repricing) | nothing | `notifiedPercent` is kept: passing it again notifies nothing |
 * | the limit is raised | nothing by itself | `notifiedPercent` falls to the highest threshold that is still passed: the others can be notified again |
 * | the limit is lowered | as spend that passes a threshold | as above |
 * | a period begins (later `periodStart`) | as spend that passes a threshold | counted from 0 |
 * | a reading of an earlier period (late) | nothing | unchanged |
 * | spend unknown | nothing | unchanged: unknown is not 0 |
 */
export const SOFT_PERCENTS: readonly number[] = [50, 80, 95, 100];

/** Amounts in 10⁻¹² dollars; `periodStart` in days since 1970; `notifiedPercent` 0: none. */
export type BudgetState = { periodStart: number; limitPico: bigint; notifiedPercent: number };

/** `percents` ascend. `spentPico` null: unknown. */
export type BudgetReading = {
  periodStart: number;
  limitPico: bigint;
  percents: readonly number[];
  spentPico: bigint | null;
};

/**
 * Returns the next state, and the threshold to notify, if any. Spend equal to a threshold passes it. The limit is above
 * 0.
 */
export function stepBudget(
  state: BudgetState | null,
  { periodStart, limitPico, percents, spentPico }: BudgetReading,
): { state: BudgetState; notify: number | null } {
  if (state !== null && periodStart < state.periodStart) return { state, notify: null };
  const isSame = state !== null && state.periodStart === periodStart;
  const notified = isSame ? state.notifiedPercent : 0;
  if (spentPico === null) return { state: { periodStart, limitPico, notifiedPercent: notified }, notify: null };
  const passed = percents.findLast((percent) => spentPico * 100n >= limitPico * BigInt(percent)) ?? 0;
  const wasRaised = isSame && limitPico > state.limitPico;
  if (passed > notified) return { state: { periodStart, limitPico, notifiedPercent: passed }, notify: passed };
  return { state: { periodStart, limitPico, notifiedPercent: wasRaised ? passed : notified }, notify: null };
}

/**
 * The state that the gateway enforces: `exhausted` once all of a hard budget is spent; with unknown spend, no request
 * is refused.
 */
export function hardState(limitPico: bigint, spentPico: bigint | null): 'open' | 'exhausted' {
  return spentPico !== null && spentPico >= limitPico ? 'exhausted' : 'open';
}
