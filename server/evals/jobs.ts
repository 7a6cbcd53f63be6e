import { z } from 'zod';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import type { ParkedHandlers } from '#server/platform/jobs/parked-jobs.ts';
import { compareTraining, enqueueComparison } from './contamination/compare-training.ts';
import { failRun } from './runs/fail-run.ts';
import { queueScoring } from './runs/queue-scoring.ts';
import { scoreRun } from './runs/score-run.ts';

const projectPayload = z.object({ projectId: z.int() });
const scorePayload = z.object({ projectId: z.int(), runId: z.uuid() });

export const evalJobs: JobHandlers = {
  'evals.score': async (services, payload) => {
    const run = scorePayload.parse(payload);
    const end = await scoreRun(services, run);
    if (end === 'more') await queueScoring(services, run);
  },
  'evals.compare_training': async (services, payload) => {
    const { projectId } = projectPayload.parse(payload);
    const end = await compareTraining({ ...services, project: { id: projectId, name: '', simulated: false } });
    if (end === 'more') await enqueueComparison(services, projectId);
  },
  'model.trained': async (services, payload) => {
    await enqueueComparison(services, projectPayload.parse(payload).projectId);
  },
};

/** Marks a run whose job is given up as failed. */
export const parkedEvalJobs: ParkedHandlers = {
  'evals.score': async (services, payload, reason) => {
    await failRun(services, scorePayload.parse(payload), `Scoring was given up: ${reason}`);
  },
};
