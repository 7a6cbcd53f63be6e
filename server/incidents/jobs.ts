import { z } from 'zod';
import { ALERT_ENTRY_KINDS } from '#server/alerts/domain/alert.ts';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { MACHINE } from './domain/incident.ts';
import { refreshIncident } from './refresh-incident.ts';
import { takeAlert } from './take-alert.ts';
import { takeDirectAction, takeRunbookStep } from './take-runbook-step.ts';

const fired = z.object({
  ...{ projectId: z.int(), alertId: z.uuid(), entryId: z.int(), kind: z.enum(ALERT_ENTRY_KINDS) },
});
const acted = z.union([
  z.object({ projectId: z.int(), stepId: z.uuid() }),
  z.object({ projectId: z.int(), actionId: z.uuid() }),
]);
const refresh = z.object({ projectId: z.int(), incidentId: z.uuid() });

/** The worker's jobs after something happened to an alert, a step of a runbook was done, and an incident was opened or changed. */
export const incidentJobs: JobHandlers = {
  'incident.alert': async (services, payload) => {
    const { projectId, ...given } = fired.parse(payload);
    const ctx = await systemCtxOf(services, projectId, MACHINE);
    if (ctx) await takeAlert(ctx, given);
  },
  'incident.action': async (services, payload) => {
    const { projectId, ...what } = acted.parse(payload);
    const ctx = await systemCtxOf(services, projectId, MACHINE);
    if (ctx === null) return;
    if ('stepId' in what) await takeRunbookStep(ctx, what);
    else await takeDirectAction(ctx, what);
  },
  'incident.refresh': async (services, payload) => {
    const { projectId, incidentId } = refresh.parse(payload);
    const ctx = await systemCtxOf(services, projectId, MACHINE);
    if (ctx) await refreshIncident(ctx, incidentId);
  },
};
