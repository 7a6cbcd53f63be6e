import { z } from 'zod';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';

const action = z.object({ projectId: z.int(), runId: z.uuid(), stepId: z.uuid() });

export const runbookJobs: JobHandlers = {
  // Incidents, to the right, will consume this event for their timeline. Until then it is in the operator's log.
  'incident.action': async ({ log }, payload) => {
    log.info(action.parse(payload), 'a step of a runbook was done for an incident');
  },
};
