import type { z } from 'zod';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import type { costOutcomesResponse } from './contract.ts';
import { dollarsOf, perRequest } from './domain/dollars.ts';
import type { CostGroup } from './domain/grouping.ts';
import type { GroupComparison } from './outcomes/read-comparisons.ts';
import type { Costs, CostsQuery } from './outcomes/read-costs.ts';
import type { GroupCost } from './outcomes/read-outcome-costs.ts';

type Wire = z.infer<typeof costOutcomesResponse>;

/** Cost per outcome as the edge returns it. */
export function wireCosts(costs: Costs, { horizonMs }: CostsQuery): Wire {
  const { query, groups } = costs;
  const names = new Map(groups.map(({ key, group }) => [key, wireGroup(group)]));
  return {
    from: new Date(query.from).toISOString(),
    to: new Date(query.to).toISOString(),
    success_by: query.successBy,
    horizon_hours: horizonMs / HOUR_MS,
    without_outcome: query.withoutOutcome,
    settling_hours: costs.settlingHours,
    groups: groups.map(wireCost),
    comparison: costs.comparisons.map((each) => wireComparison(each, names, costs.queryTypes)),
    no_task: costs.noTask.map(({ kind, costs, amountPico }) => ({ kind, costs, amount_usd: dollarsOf(amountPico) })),
  };
}

const wireGroup = (group: CostGroup): Wire['groups'][number]['group'] =>
  group as Record<string, string | number | null>;

function wireCost(cost: GroupCost): Wire['groups'][number] {
  const { perOutcome, costPico } = cost;
  // Nothing is known of the attempts; what tools and people cost is.
  const isDark = cost.attempts > 0 && cost.unknownCostAttempts === cost.attempts;
  return {
    group: wireGroup(cost.group),
    tasks: cost.tasks,
    immature: cost.immature,
    without_outcome: cost.withoutOutcome,
    succeeded: cost.succeeded,
    success_rate: cost.tasks === 0 ? null : cost.succeeded / cost.tasks,
    attempts: cost.attempts,
    unknown_cost_attempts: cost.unknownCostAttempts,
    retries_share: cost.retriesShare,
    cost_usd: isDark && cost.spentPico === 0n ? null : dollarsOf(cost.spentPico),
    cost_by_kind: {
      llm: isDark ? null : dollarsOf(costPico.llm),
      tool: dollarsOf(costPico.tool),
      human: dollarsOf(costPico.human),
      infrastructure: dollarsOf(costPico.infrastructure),
    },
    cost_per_request: perRequest(cost),
    cost_per_outcome: perOutcome?.ratio ?? null,
    ci95: perOutcome?.low == null ? null : [perOutcome.low, perOutcome.high],
    method: perOutcome?.method ?? null,
    bound: perOutcome?.bound ?? null,
    cost_per_outcome_wholly_known: cost.perOutcomeWhollyKnown?.ratio ?? null,
    cost_per_value: cost.perValue?.ratio ?? null,
    missing: cost.missing,
  };
}

function wireComparison(
  { key, baseline, cost, verdict, isCheapest, margin, reversals }: GroupComparison,
  names: ReadonlyMap<string, Wire['groups'][number]['group']>,
  queryTypes: Costs['queryTypes'],
): Wire['comparison'][number] {
  return {
    group: names.get(key) ?? {},
    baseline: names.get(baseline) ?? {},
    cost_ratio: cost.refused === null ? cost.ratio : null,
    ci95: cost.refused === null && cost.interval !== null ? [cost.interval[0], cost.interval[1]] : null,
    refused: cost.refused,
    left_out_share: cost.refused === null ? cost.leftOutShare : null,
    verdict: verdict?.verdict ?? null,
    is_cheapest_not_worse: isCheapest,
    margin: margin?.margin ?? null,
    margin_kind: margin?.marginKind ?? null,
    margin_from: margin?.marginFrom ?? null,
    ranks_differently: reversals.map(({ stratum, perTask, perOutcome }) => ({
      query_type: queryTypes.get(stratum) ?? null,
      cost_per_task_ratio: perTask,
      cost_per_outcome_ratio: perOutcome,
    })),
  };
}
