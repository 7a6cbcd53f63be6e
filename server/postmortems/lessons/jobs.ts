import { z } from 'zod';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { replayAfterRun, replayGate } from './replay-gate.ts';

const ofRun = z.object({ projectId: z.int(), runId: z.uuid() });
const ofIncident = z.object({ projectId: z.int(), incidentId: z.uuid() });

/** What the worker does after an eval run was completed, and after an incident got cases. */
export const lessonJobs: JobHandlers = {
  'evals.completed': async (services, payload) => {
    const { projectId, runId } = ofRun.parse(payload);
    const ctx = await systemCtxOf(services, projectId, 'lessons');
    if (ctx) await replayAfterRun(ctx, runId);
  },
  'lessons.replay': async (services, payload) => {
    const { projectId, incidentId } = ofIncident.parse(payload);
    const ctx = await systemCtxOf(services, projectId, 'lessons');
    if (ctx) await replayGate(ctx, incidentId);
  },
};
