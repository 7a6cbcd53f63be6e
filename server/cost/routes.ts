import { type AnyEdgeRoute, edgeRoute, ok } from '#server/platform/http/route.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { eventsResponse } from '#server/telemetry/contract.ts';
import { costOutcomesQuery, costOutcomesResponse, costsBody } from './contract.ts';
import { costRange } from './outcomes/cost-range.ts';
import { readCosts } from './outcomes/read-costs.ts';
import { acceptCosts } from './records/accept-costs.ts';
import { readCostSettings } from './settings/read-cost-settings.ts';
import { wireCosts } from './wire.ts';

export const costRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/costs',
    action: 'cost.write',
    summary: 'Send costs that are no LLM call (tools, people, infrastructure), at most 1,000 a call',
    body: costsBody,
    atOnce: true,
    creates: true,
    responses: { 207: eventsResponse },
    handle: async ({ ctx, body }) => ({ status: 207, body: await acceptCosts(ctx, body.costs) }),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/outcomes',
    action: 'cost.read',
    summary: 'What a successful outcome costs, by group, with its interval and against what serves',
    query: costOutcomesQuery,
    responses: { 200: costOutcomesResponse },
    handle: async ({ ctx, query }) => {
      const { from, to, group_by: groupBy, success_by: successBy, horizon_hours: hours, ...rest } = query;
      const { without_outcome: without, ...filter } = rest;
      const settings = await readCostSettings(ctx);
      const input = {
        ...filter,
        ...costRange({ from, to }, ctx.clock.now()),
        groupBy,
        successBy,
        withoutOutcome: without ?? settings.withoutOutcome,
        horizonMs: (hours ?? settings.horizonHours) * HOUR_MS,
      };
      return ok(wireCosts(await readCosts(ctx, input), input));
    },
  }),
];
