import { z } from 'zod';
import { systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import { settleFeedback } from './ingest/add-feedback.ts';

const feedback = z.object({ projectId: z.int(), eventId: z.string() });

/** What the worker does for telemetry besides its rollups: work that needs a second look after a COMMIT. */
export const telemetryJobs: JobHandlers = {
  'feedback.settle': async (services, payload) => {
    const { projectId, ...input } = feedback.parse(payload);
    const project = { id: projectId, name: '', simulated: false };
    await settleFeedback(systemCtx(services, project, 'telemetry', newId()), input);
  },
};
