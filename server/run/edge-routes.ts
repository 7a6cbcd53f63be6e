import { evalRoutes } from '#server/evals/routes.ts';
import { gateRoutes } from '#server/gates/routes.ts';
import { modelRoutes } from '#server/models/routes.ts';
import type { Action } from '#server/platform/actions.ts';
import type { AnyEdgeRoute } from '#server/platform/http/route.ts';
import { promotionRoutes } from '#server/promotions/routes.ts';
import { promptRoutes } from '#server/prompts/routes.ts';
import type { LiveSnapshot } from '#server/rollouts/refresh-snapshot.ts';
import { rolloutRoutes } from '#server/rollouts/routes.ts';
import { telemetryRoutes } from '#server/telemetry/routes.ts';

/** Actions after which something else may serve: this process has seen it before it answers. */
const DEPLOYS: readonly Action[] = ['prompt.deploy', 'promotion.approve', 'promotion.rollback'];

/** Lets a deploying route answer only when resolve, in this process, answers what it deployed. */
function seenBefore(route: AnyEdgeRoute, snapshot: LiveSnapshot): AnyEdgeRoute {
  if (!DEPLOYS.includes(route.action)) return route;
  return {
    ...route,
    handle: async (request) => {
      const answer = await route.handle(request);
      await snapshot.caughtUp();
      return answer;
    },
  };
}

/** The features' routes that answer from the database, left to right as the features stand. */
export const tableRoutes: readonly AnyEdgeRoute[] = [
  ...promptRoutes,
  ...modelRoutes,
  ...telemetryRoutes,
  ...evalRoutes,
  ...gateRoutes,
  ...promotionRoutes,
];

/** Every feature's edge routes. Operations are added by the process. */
export function featureRoutes(snapshot: LiveSnapshot): AnyEdgeRoute[] {
  return [...tableRoutes, ...rolloutRoutes(snapshot)].map((route) => seenBefore(route, snapshot));
}
