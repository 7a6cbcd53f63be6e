import { anchorRoutes } from '#server/alerts/anchors/routes.ts';
import { incomingRoutes } from '#server/alerts/incoming/routes.ts';
import { notifyRoutes } from '#server/alerts/notify/routes.ts';
import { alertRoutes } from '#server/alerts/routes.ts';
import { signalRoutes } from '#server/alerts/signals/routes.ts';
import { budgetRoutes } from '#server/cost/budgets/routes.ts';
import { invoiceRoutes } from '#server/cost/invoices/routes.ts';
import { repriceRoutes } from '#server/cost/reprice/routes.ts';
import { costRoutes } from '#server/cost/routes.ts';
import { savingsRoutes } from '#server/cost/savings/routes.ts';
import { contaminationRoutes } from '#server/evals/contamination/routes.ts';
import { evalRoutes } from '#server/evals/routes.ts';
import { gateRoutes } from '#server/gates/routes.ts';
import { incidentRoutes } from '#server/incidents/routes.ts';
import { catalogueRoutes } from '#server/models/catalogues/routes.ts';
import { inboxRoutes } from '#server/models/inbox/routes.ts';
import { lineageRoutes } from '#server/models/lineage/routes.ts';
import { modelRoutes } from '#server/models/routes.ts';
import type { Action } from '#server/platform/actions.ts';
import type { AnyEdgeRoute } from '#server/platform/http/route.ts';
import { lessonRoutes } from '#server/postmortems/lessons/routes.ts';
import { postmortemRoutes } from '#server/postmortems/routes.ts';
import { projectRoutes } from '#server/projects/routes.ts';
import { promotionRoutes } from '#server/promotions/routes.ts';
import { promptRoutes } from '#server/prompts/routes.ts';
import { rehearsalRoutes } from '#server/rehearsals/routes.ts';
import type { LiveSnapshot } from '#server/rollouts/refresh-snapshot.ts';
import { restrictionRoutes } from '#server/rollouts/restrictions/routes.ts';
import { rolloutRoutes } from '#server/rollouts/routes.ts';
import { runbookRoutes } from '#server/runbooks/routes.ts';
import { telemetryRoutes } from '#server/telemetry/routes.ts';

/** Actions after which resolve may respond otherwise. */
const DEPLOYS: readonly Action[] = ['prompt.deploy', 'promotion.approve', 'promotion.rollback', 'restriction.write'];

/** Makes a deploying route respond only after resolve, in this process, returns what it deployed. */
function afterRefresh(route: AnyEdgeRoute, snapshot: LiveSnapshot): AnyEdgeRoute {
  if (!DEPLOYS.includes(route.action)) return route;
  return {
    ...route,
    handle: async (request) => {
      const response = await route.handle(request);
      await snapshot.caughtUp();
      return response;
    },
  };
}

/** The features' routes that read and write the database, in the order of the features. */
export const tableRoutes: readonly AnyEdgeRoute[] = [
  ...projectRoutes,
  ...promptRoutes,
  ...inboxRoutes,
  ...modelRoutes,
  ...lineageRoutes,
  ...catalogueRoutes,
  ...telemetryRoutes,
  ...evalRoutes,
  ...contaminationRoutes,
  ...gateRoutes,
  ...promotionRoutes,
  ...costRoutes,
  ...repriceRoutes,
  ...budgetRoutes,
  ...invoiceRoutes,
  ...savingsRoutes,
  ...rehearsalRoutes,
  ...restrictionRoutes,
  ...alertRoutes,
  ...anchorRoutes,
  ...incidentRoutes,
  ...postmortemRoutes,
  ...incomingRoutes,
  ...runbookRoutes,
  ...notifyRoutes,
  ...lessonRoutes,
  ...signalRoutes,
];

/** Every feature's edge routes. The process adds the operations (`operationRoutes`). */
export function featureRoutes(snapshot: LiveSnapshot): AnyEdgeRoute[] {
  return [...tableRoutes, ...rolloutRoutes(snapshot)].map((route) => afterRefresh(route, snapshot));
}
