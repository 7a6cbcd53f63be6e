import { inputCost } from '#examples/drills/replay-events.ts';
import type { Fault, Lane, TrafficScenario } from '#examples/drills/scenario.ts';
import { valueAt } from '#examples/drills/scenario.ts';
import { busyness, QUANTILES, TRACE } from '#examples/drills/shape.ts';
import type { Found } from './watch.ts';

/**
 * Minutes from an alert until what it asks for is done: assumed. Pages: 5 to acknowledge, 10 to decide and act by the
 * runbook. Warnings are read within half an hour, tickets in working hours.
 */
export const ACTS_AFTER_MIN: Readonly<Record<string, number>> = { page: 15, warning: 40, ticket: 480 };

/** Share of failed requests over a minute above which a circuit breaker would send requests to the fallback. */
const BREAKER_SHARE = 0.05;

export type Counterfactual = {
  unit: 'bad answers' | 'dollars';
  /** When the first alert was acted upon, minutes since the start; null where there was none in time. */
  actedMin: number | null;
  without: number;
  with: number;
  /** With a circuit breaker, which Switchyard does not have yet; null where it would not help. */
  breaker: number | null;
};

/** What would have been lost had somebody acted on the first alert that leads to it, and what was lost without. */
export function counterfactual(scenario: TrafficScenario, found: readonly Found[], perMinute: number): Counterfactual {
  const { minutes, fault, defence } = scenario;
  const acted = found.map(
    ({ severity, afterMin }) => afterMin + (ACTS_AFTER_MIN[severity] ?? Number.POSITIVE_INFINITY),
  );
  const first = Math.min(...acted);
  const isInTime = defence !== 'none' && first < minutes;
  const harm = Array.from({ length: minutes }, (_, minute) =>
    scenario.lanes.reduce((sum, lane) => sum + harmOf(fault, lane, perMinute, minute), 0),
  );
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
  const isBroken = (minute: number) => valueAt(fault.errors ?? [], minute) > BREAKER_SHARE;
  // It opens after the first whole minute above its limit.
  const isServed = (minute: number) => isBroken(minute) && isBroken(minute - 1) && minute > 0;
  const isBreakers = defence === 'fallback' && fault.errors !== undefined;
  return {
    unit: fault.tokensIn === undefined ? 'bad answers' : 'dollars',
    actedMin: isInTime ? first : null,
    without: sum(harm),
    with: sum(isInTime ? harm.slice(0, Math.ceil(first)) : harm),
    breaker: isBreakers ? sum(harm.filter((_, minute) => !isServed(minute))) : null,
  };
}

/** Bad answers that are expected in a minute beside the usual ones, or dollars beside the usual ones. */
function harmOf(fault: Fault, { share, isHit }: Lane, perMinute: number, minute: number): number {
  if (!isHit) return 0;
  const requests = perMinute * share * busyness(minute);
  const { tokensIn, cached = [] } = fault;
  if (tokensIn !== undefined) {
    const dollars = (at: number) => inputCost(MEAN_CONTEXT * valueAt(tokensIn, at), valueAt(cached, at));
    return requests * (dollars(minute) - dollars(Number.NEGATIVE_INFINITY));
  }
  const errors = valueAt(fault.errors ?? [], minute);
  const spoiled = fault.spoiled === undefined ? 0 : valueAt(fault.spoiled.share, minute);
  return requests * (errors + (1 - errors) * spoiled + valueAt(fault.injected ?? [], minute));
}

/** Context tokens of a request, on average over the quantiles. */
const MEAN_CONTEXT = QUANTILES.slice(1).reduce<number>((sum, to, i) => {
  const [low = 0, high = 0] = [TRACE.context[i], TRACE.context[i + 1]];
  return sum + (to - (QUANTILES[i] ?? 0)) * ((low + high) / 2);
}, 0);
