import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import {
  actDirectlyInput,
  actInput,
  createRunbookBody,
  directInput,
  patchRunbookBody,
  previewInput,
  runbookInput,
  runbookNameSchema,
  tickInput,
  waysBackInput,
} from './contract.ts';
import { actDirectly, previewDirectly } from './direct/act-directly.ts';
import { readWaysBack } from './direct/read-ways-back.ts';
import { readRunbooks } from './read-runbooks.ts';
import { recordDrill } from './record-drill.ts';
import { actOnStep, previewStep } from './runs/act-on-step.ts';
import { readRunbookForPage } from './runs/read-run.ts';
import { tickStep } from './runs/record-step.ts';
import { endRun, startRun } from './runs/run.ts';
import { undoStep } from './runs/undo-step.ts';
import { createRunbook, updateRunbook } from './save-runbook.ts';

const named = z.object({ name: runbookNameSchema });

/**
 * Runbooks for our own pages. A step that acts is done under the permission of what it does, besides that of following a
 * runbook (`actOnStep`).
 */
export const runbooksRouter = router({
  list: procedure('runbook.read').query(async ({ ctx }) =>
    (await readRunbooks(ctx)).map(({ id: _, markdown: __, steps, ...row }) => ({ ...row, stepsTotal: steps.length })),
  ),
  detail: procedure('runbook.read')
    .input(runbookInput)
    .query(({ ctx, input }) => readRunbookForPage(ctx, input)),
  create: procedure('runbook.write')
    .input(z.object(createRunbookBody.shape))
    .mutation(({ ctx, input: { project: _, ...entry } }) => createRunbook(ctx, entry)),
  update: procedure('runbook.write')
    .input(named.extend({ change: patchRunbookBody }))
    .mutation(({ ctx, input }) => updateRunbook(ctx, input.name, input.change)),
  drill: procedure('runbook.write')
    .input(named)
    .mutation(async ({ ctx, input }) => ({ deadSteps: (await recordDrill(ctx, input))?.deadSteps ?? 0 })),
  start: procedure('runbook.write')
    .input(runbookInput)
    .mutation(({ ctx, input }) => startRun(ctx, input)),
  end: procedure('runbook.write')
    .input(z.object({ runId: z.uuid() }))
    .mutation(({ ctx, input }) => endRun(ctx, input)),
  tick: procedure('runbook.write')
    .input(tickInput)
    .mutation(({ ctx, input }) => tickStep(ctx, input)),
  preview: procedure('runbook.write')
    .input(previewInput)
    .query(({ ctx, input }) => previewStep(ctx, input)),
  act: procedure('runbook.write')
    .input(actInput)
    .mutation(({ ctx, input }) => actOnStep(ctx, input)),
  undo: procedure('runbook.write')
    .input(z.object({ entryId: z.uuid() }))
    .mutation(({ ctx, input }) => undoStep(ctx, input)),
  waysBack: procedure('runbook.read')
    .input(waysBackInput)
    .query(({ ctx, input }) => readWaysBack(ctx, input)),
  previewDirectly: procedure('runbook.write')
    .input(directInput)
    .query(({ ctx, input }) => previewDirectly(ctx, input)),
  actDirectly: procedure('runbook.write')
    .input(actDirectlyInput.extend({ alertId: z.uuid() }))
    .mutation(({ ctx, input }) => actDirectly(ctx, { ...input, incidentId: null })),
});
