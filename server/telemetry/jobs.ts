import { z } from 'zod';
import { type Ctx, type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import type { ParkedHandlers } from '#server/platform/jobs/parked-jobs.ts';
import { settleFeedback } from './ingest/add-feedback.ts';
import { failReprice, runReprice } from './reprice/run-reprice.ts';
import { queueReprice } from './reprice/start-reprice.ts';

const feedback = z.object({ projectId: z.int(), eventId: z.string() });
const reprice = z.object({ projectId: z.int(), id: z.uuid() });

/** Telemetry acting by itself in a project. */
const ctxOf = (services: Services, projectId: number): Ctx =>
  systemCtx(services, { id: projectId, name: '', simulated: false }, 'telemetry', newId());

/** What the worker does for telemetry besides its rollups. */
export const telemetryJobs: JobHandlers = {
  'feedback.settle': async (services, payload) => {
    const { projectId, ...input } = feedback.parse(payload);
    await settleFeedback(ctxOf(services, projectId), input);
  },
  'event.reprice': async (services, payload) => {
    const { projectId, id } = reprice.parse(payload);
    const end = await runReprice(ctxOf(services, projectId), { id });
    if (end === 'more') await queueReprice(services, { projectId, id });
  },
};

/** What becomes of a repricing that is given up: what is done stays done. */
export const parkedTelemetryJobs: ParkedHandlers = {
  'event.reprice': async (services, payload, reason) => {
    const { projectId, id } = reprice.parse(payload);
    await failReprice(ctxOf(services, projectId), id, reason);
  },
};
