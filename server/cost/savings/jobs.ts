import { z } from 'zod';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import type { ParkedHandlers } from '#server/platform/jobs/parked-jobs.ts';
import { failSavings, storeSavings } from './store-savings.ts';

const payload = z.object({ projectId: z.int() });

export const savingsJobs: JobHandlers = {
  'savings.compute': async (services, given) => {
    await storeSavings(services, payload.parse(given).projectId);
  },
};

/** Marks a computation whose retries are exhausted as failed. */
export const parkedSavingsJobs: ParkedHandlers = {
  'savings.compute': async (services, given, reason) => {
    await failSavings(services, payload.parse(given).projectId, reason);
  },
};
