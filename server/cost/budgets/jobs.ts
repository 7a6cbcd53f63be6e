import { z } from 'zod';
import { JUMP_KINDS } from '#server/cost/domain/spend-jumps.ts';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { checkThresholds } from './check-thresholds.ts';

const check = z.object({ projectId: z.int(), budgetId: z.uuid() });
const threshold = check.extend({ month: z.string(), percent: z.int() });

const jump = z.object({ projectId: z.int(), id: z.uuid(), kind: z.enum(JUMP_KINDS), name: z.string() });

/** The worker's jobs after a budget was set and after one of its thresholds was passed. */
export const budgetJobs: JobHandlers = {
  'budget.check': async (services, payload) => {
    const { projectId, budgetId } = check.parse(payload);
    const ctx = await systemCtxOf(services, projectId, 'budgets');
    if (ctx) await checkThresholds(ctx, budgetId);
  },
  // Notification channels will consume this event. Until then it is in the operator's log and the feed of changes.
  'budget.threshold': async ({ log }, payload) => {
    log.warn(threshold.parse(payload), 'a threshold of a budget was passed');
  },
  // The cost-spike runbook and alerts will consume this event; the figures are in the row of spend_jump.
  'spend.jump': async ({ log }, payload) => {
    const { projectId, id, kind } = jump.parse(payload);
    log.warn({ projectId, id, kind }, 'spend or input jumped');
  },
};
