import { anchorsRouter } from '#server/alerts/anchors/router.ts';
import { incomingRouter } from '#server/alerts/incoming/router.ts';
import { notifyRouter } from '#server/alerts/notify/router.ts';
import { alertsRouter } from '#server/alerts/router.ts';
import { signalsRouter } from '#server/alerts/signals/router.ts';
import { auditRouter } from '#server/audit/router.ts';
import { budgetsRouter } from '#server/cost/budgets/router.ts';
import { invoicesRouter } from '#server/cost/invoices/router.ts';
import { repriceRouter } from '#server/cost/reprice/router.ts';
import { costRouter } from '#server/cost/router.ts';
import { savingsRouter } from '#server/cost/savings/router.ts';
import { evalsRouter } from '#server/evals/router.ts';
import { gatesRouter } from '#server/gates/router.ts';
import { incidentsRouter } from '#server/incidents/router.ts';
import { cataloguesRouter } from '#server/models/catalogues/router.ts';
import { modelsRouter } from '#server/models/router.ts';
import { overviewRouter } from '#server/overview/router.ts';
import { createCallerFactory, router } from '#server/platform/trpc.ts';
import { lessonsRouter } from '#server/postmortems/lessons/router.ts';
import { postmortemsRouter } from '#server/postmortems/router.ts';
import { projectsRouter } from '#server/projects/router.ts';
import { promotionsRouter } from '#server/promotions/router.ts';
import { promptsRouter } from '#server/prompts/router.ts';
import { rehearsalsRouter } from '#server/rehearsals/router.ts';
import { restrictionsRouter } from '#server/rollouts/restrictions/router.ts';
import { runbooksRouter } from '#server/runbooks/router.ts';
import { telemetryRouter } from '#server/telemetry/router.ts';

/** The API of our own pages: one router a feature. */
export const appRouter = router({
  audit: auditRouter,
  projects: projectsRouter,
  prompts: promptsRouter,
  models: modelsRouter,
  catalogues: cataloguesRouter,
  telemetry: telemetryRouter,
  evals: evalsRouter,
  gates: gatesRouter,
  promotions: promotionsRouter,
  budgets: budgetsRouter,
  cost: costRouter,
  reprice: repriceRouter,
  invoices: invoicesRouter,
  savings: savingsRouter,
  rehearsals: rehearsalsRouter,
  restrictions: restrictionsRouter,
  alerts: alertsRouter,
  anchors: anchorsRouter,
  incidents: incidentsRouter,
  postmortems: postmortemsRouter,
  incoming: incomingRouter,
  signals: signalsRouter,
  runbooks: runbooksRouter,
  notify: notifyRouter,
  lessons: lessonsRouter,
  overview: overviewRouter,
});

export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
