import { z } from 'zod';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { ALERT_ENTRY_KINDS } from './domain/alert.ts';
import { noteEntry } from './notify/note-entry.ts';

const entry = z.object({
  projectId: z.int(),
  alertId: z.uuid(),
  entryId: z.int(),
  kind: z.enum(ALERT_ENTRY_KINDS),
});

/** The worker's jobs after something happened to an alert. */
export const alertJobs: JobHandlers = {
  'alert.entry': async (services, payload) => {
    const noted = entry.parse(payload);
    const ctx = await systemCtxOf(services, noted.projectId, 'notifications');
    if (ctx) await noteEntry(ctx, noted);
  },
};
