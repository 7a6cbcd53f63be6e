import { z } from 'zod';
import { notFound } from '#server/platform/faults.ts';
import { pageInput } from '#server/platform/http/paging.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { createModelBody, patchModelBody } from './contract.ts';
import { createModel } from './create-model.ts';
import { MODEL_STATUSES } from './domain/status.ts';
import { selectModel } from './find-model.ts';
import { readLineage } from './lineage/read-lineage.ts';
import { readModelTable } from './read-model-table.ts';
import { readDerived, viewModel } from './read-models.ts';
import { readRegistry } from './read-registry.ts';
import { updateModel } from './update-model.ts';

const key = z.object({ provider: z.string().max(60), modelId: z.string().max(200) });

/** The model registry for our own pages. */
export const modelsRouter = router({
  list: procedure('model.read')
    .input(
      z.object({
        search: z.string().max(200).optional(),
        provider: z.string().max(60).optional(),
        status: z.enum(MODEL_STATUSES).optional(),
      }),
    )
    .query(({ ctx, input }) => readModelTable(ctx, input)),
  registry: procedure('model.read')
    .input(z.object({ search: z.string().max(200).optional(), provider: z.string().max(60).optional(), ...pageInput }))
    .query(async ({ ctx, input }) => {
      const { next_cursor: nextCursor, ...page } = await readRegistry(ctx, input);
      return { ...page, nextCursor };
    }),
  detail: procedure('model.read')
    .input(key)
    .query(async ({ ctx, input }) => {
      const row = await selectModel(ctx, input);
      if (!row) throw notFound();
      return { ...(await viewModel(ctx, row)), derived: await readDerived(ctx, row) };
    }),
  lineage: procedure('model.read')
    .input(z.object({ model: key.optional() }))
    .query(({ ctx, input }) => readLineage(ctx, input.model ?? null)),
  create: procedure('model.write')
    .input(z.object(createModelBody.shape))
    .mutation(async ({ ctx, input: { project: _, ...entry } }) => {
      const { provider, modelId } = await createModel(ctx, entry);
      return { provider, modelId };
    }),
  update: procedure('model.write')
    .input(key.extend({ change: patchModelBody }))
    .mutation(async ({ ctx, input }) => {
      const { provider, modelId } = await updateModel(ctx, input, input.change);
      return { provider, modelId };
    }),
});
