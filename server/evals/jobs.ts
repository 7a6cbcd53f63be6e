import { z } from 'zod';
import type { JobHandlers } from '#server/platform/jobs.ts';
import { scoreRun } from './score-run.ts';

const scorePayload = z.object({ projectId: z.int(), runId: z.uuid() });

export const evalJobs: JobHandlers = {
  'evals.score': async (services, payload) => {
    const { projectId, runId } = scorePayload.parse(payload);
    await scoreRun(services, projectId, runId);
  },
};
