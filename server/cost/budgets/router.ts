import { z } from 'zod';
import { readJumps } from '#server/cost/jumps/read-jumps.ts';
import { readKeysOfMonth } from '#server/cost/keys/read-keys-of-month.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { createBudgetBody, patchBudgetBody } from './contract.ts';
import { createBudget } from './create-budget.ts';
import { readBudgetsPage } from './read-budgets-page.ts';
import { deleteBudget, updateBudget } from './update-budget.ts';

const one = z.object({ id: z.uuid() });

/** Budgets for our own pages. */
export const budgetsRouter = router({
  page: procedure('budget.read').query(({ ctx }) => readBudgetsPage(ctx)),
  jumps: procedure('budget.read').query(({ ctx }) => readJumps(ctx)),
  keys: procedure('budget.read').query(({ ctx }) => readKeysOfMonth(ctx)),
  create: procedure('budget.write')
    .input(z.object(createBudgetBody.shape))
    .mutation(async ({ ctx, input: { project: _, ...entry } }) => ({ id: (await createBudget(ctx, entry)).id })),
  update: procedure('budget.write')
    .input(one.extend({ change: patchBudgetBody }))
    .mutation(async ({ ctx, input }) => ({ id: (await updateBudget(ctx, input.id, input.change)).id })),
  delete: procedure('budget.write')
    .input(one)
    .mutation(async ({ ctx, input }) => ({ id: (await deleteBudget(ctx, input.id)).id })),
});
