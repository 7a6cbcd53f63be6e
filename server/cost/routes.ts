import { type AnyEdgeRoute, edgeRoute } from '#server/platform/http/route.ts';
import { eventsResponse } from '#server/telemetry/contract.ts';
import { costsBody } from './contract.ts';
import { acceptCosts } from './records/accept-costs.ts';

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
];
