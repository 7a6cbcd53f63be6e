import { evalJobs } from '#server/evals/jobs.ts';
import type { JobHandlers } from '#server/platform/jobs.ts';
import { promotionJobs } from '#server/promotions/jobs.ts';
import { telemetryJobs } from '#server/telemetry/jobs.ts';

/** Every feature's jobs, left to right as the features stand. */
export const allJobs: JobHandlers = { ...telemetryJobs, ...evalJobs, ...promotionJobs };
