import { alertJobs } from '#server/alerts/jobs.ts';
import { budgetJobs } from '#server/cost/budgets/jobs.ts';
import { parkedSavingsJobs, savingsJobs } from '#server/cost/savings/jobs.ts';
import { evalJobs, parkedEvalJobs } from '#server/evals/jobs.ts';
import { incidentJobs } from '#server/incidents/jobs.ts';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import type { ParkedHandlers } from '#server/platform/jobs/parked-jobs.ts';
import { lessonJobs } from '#server/postmortems/lessons/jobs.ts';
import { parkedPromotionJobs, promotionJobs } from '#server/promotions/jobs.ts';
import { parkedTelemetryJobs, telemetryJobs } from '#server/telemetry/jobs.ts';

/** Every feature's jobs, in the order of the features. */
export const allJobs: JobHandlers = {
  ...telemetryJobs,
  ...evalJobs,
  ...promotionJobs,
  ...budgetJobs,
  ...savingsJobs,
  ...alertJobs,
  ...incidentJobs,
  ...lessonJobs,
};

/** What features do when a job of theirs is given up. */
export const allParkedJobs: ParkedHandlers = {
  ...parkedTelemetryJobs,
  ...parkedEvalJobs,
  ...parkedPromotionJobs,
  ...parkedSavingsJobs,
};
