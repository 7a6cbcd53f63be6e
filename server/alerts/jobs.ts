import { z } from 'zod';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import { ALERT_ENTRY_KINDS } from './domain/alert.ts';

const entry = z.object({
  projectId: z.int(),
  alertId: z.uuid(),
  entryId: z.int(),
  kind: z.enum(ALERT_ENTRY_KINDS),
});

/** The worker's jobs after something happened to an alert. */
export const alertJobs: JobHandlers = {
  // Channels consume this. Without any, what happened is in the operator's log and on the page of alerts.
  'alert.entry': async ({ log }, payload) => {
    const { projectId, alertId, kind } = entry.parse(payload);
    log.info({ projectId, alert: alertId, kind }, 'something happened to an alert');
  },
};
