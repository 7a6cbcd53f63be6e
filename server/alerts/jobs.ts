import { z } from 'zod';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import { ALERT_ENTRY_KINDS } from './domain/alert.ts';
import { noteEntry } from './notify/note-entry.ts';
import { notifyCtx } from './notify/notify-ctx.ts';

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
    const ctx = await notifyCtx(services, noted.projectId);
    if (ctx) await noteEntry(ctx, noted);
  },
};
