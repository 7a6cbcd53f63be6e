import { z } from 'zod';
import type { JobHandlers } from '#server/platform/jobs/jobs.ts';
import type { ParkedHandlers } from '#server/platform/jobs/parked-jobs.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { evaluatePromotion } from './actions/evaluate-promotion.ts';
import { parkEvaluation } from './actions/park-evaluation.ts';
import { voidVerdicts } from './actions/void-verdicts.ts';

const evaluation = z.object({ projectId: z.int(), promotionId: z.uuid(), revision: z.int() });
const policyChange = z.object({ projectId: z.int(), promptId: z.uuid() });

/** What the worker does for promotions: their gate, and what follows from a changed gate policy. */
export const promotionJobs: JobHandlers = {
  'promotion.evaluate': async (services, payload) => {
    const { projectId, ...input } = evaluation.parse(payload);
    const ctx = await systemCtxOf(services, projectId, 'gate');
    if (ctx) await evaluatePromotion(ctx, input);
  },
  'gate.policy_changed': async (services, payload) => {
    const { projectId, ...input } = policyChange.parse(payload);
    const ctx = await systemCtxOf(services, projectId, 'gate');
    if (ctx) await voidVerdicts(ctx, input);
  },
};

/** What becomes of a promotion whose gate could not be run. */
export const parkedPromotionJobs: ParkedHandlers = {
  'promotion.evaluate': async (services, payload, reason) => {
    const { projectId, ...input } = evaluation.parse(payload);
    const ctx = await systemCtxOf(services, projectId, 'gate');
    if (ctx) await parkEvaluation(ctx, { ...input, reason });
  },
};
