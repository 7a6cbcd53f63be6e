import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import { costPageInput, costSettingsInput, outcomeLinesInput, tasksInput, versionsComparedInput } from './contract.ts';
import { readCostPage } from './outcomes/read-cost-page.ts';
import { readPromptFigures, readVersionsCompared } from './outcomes/read-figures.ts';
import { readOutcomeLines } from './outcomes/read-outcome-lines.ts';
import { readTask } from './outcomes/read-task.ts';
import { readTasks } from './outcomes/read-tasks.ts';
import { updateCostSettings } from './settings/update-cost-settings.ts';

export const costRouter = router({
  outcomes: procedure('cost.read')
    .input(costPageInput)
    .query(({ ctx, input }) => readCostPage(ctx, input)),
  promptFigures: procedure('cost.read')
    .input(z.object({ prompt: z.string().min(1).max(200).optional() }))
    .query(({ ctx, input }) => readPromptFigures(ctx, input)),
  lines: procedure('cost.read')
    .input(outcomeLinesInput)
    .query(({ ctx, input }) => readOutcomeLines(ctx, input)),
  versionsCompared: procedure('cost.read')
    .input(versionsComparedInput)
    .query(({ ctx, input }) => readVersionsCompared(ctx, input)),
  updateSettings: procedure('cost.settings')
    .input(costSettingsInput)
    .mutation(({ ctx, input }) => updateCostSettings(ctx, input)),
  tasks: procedure('cost.read')
    .input(tasksInput)
    .query(({ ctx, input }) => readTasks(ctx, input)),
  task: procedure('cost.read')
    .input(z.object({ startedAt: z.int().min(0).max(8.64e15), key: z.guid() }))
    .query(({ ctx, input }) => readTask(ctx, input)),
});
