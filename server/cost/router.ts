import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import { costPageInput, costSettingsInput, tasksInput } from './contract.ts';
import { readCostPage } from './outcomes/read-cost-page.ts';
import { readTask } from './outcomes/read-task.ts';
import { readTasks } from './outcomes/read-tasks.ts';
import { updateCostSettings } from './settings/update-cost-settings.ts';

export const costRouter = router({
  outcomes: procedure('cost.read')
    .input(costPageInput)
    .query(({ ctx, input }) => readCostPage(ctx, input)),
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
