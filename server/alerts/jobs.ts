import { z } from 'zod';
import type { Services } from '#server/platform/context.ts';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { ALERT_ENTRY_KINDS } from './domain/alert.ts';
import { noteEntries } from './notify/note-entry.ts';

const entry = z.object({ alertId: z.uuid(), entryId: z.int(), kind: z.enum(ALERT_ENTRY_KINDS) });
const one = entry.extend({ projectId: z.int() });
const many = z.object({ projectId: z.int(), entries: z.array(entry) });

async function note(services: Services, { projectId, entries }: z.output<typeof many>): Promise<void> {
  const ctx = await systemCtxOf(services, projectId, 'notifications');
  if (ctx) await noteEntries(ctx, entries);
}

/** The worker's jobs after something happened to an alert, or to several at once. */
export const alertJobs: JobHandlers = {
  'alert.entry': (services, payload) => {
    const { projectId, ...noted } = one.parse(payload);
    return note(services, { projectId, entries: [noted] });
  },
  'alert.entries': (services, payload) => note(services, many.parse(payload)),
};
