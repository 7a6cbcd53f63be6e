import { z } from 'zod';
import { calendarDateSchema } from '#server/audit/contract.ts';
import { notFound } from '#server/platform/faults.ts';
import { pageInput } from '#server/platform/http/paging.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { createModelBody, patchModelBody } from './contract.ts';
import { createModel } from './create-model.ts';
import { TEXT_MAX } from './deprecations/domain/inbox/propose.ts';
import { readCalendar } from './deprecations/read-calendar.ts';
import { selectModel } from './find-model.ts';
import { confirmProposal, dismissProposal } from './inbox/decide-proposal.ts';
import { fetchChangelog } from './inbox/fetch-changelog.ts';
import { pasteChangelog } from './inbox/paste-changelog.ts';
import { readInbox } from './inbox/read-inbox.ts';
import { nodeIdSchema } from './lineage/contract.ts';
import { readLineage, walkLineage } from './lineage/read-lineage.ts';
import { readModelTable } from './read-model-table.ts';
import { findModelNames, readDerived, viewModel } from './read-models.ts';
import { readRegistry } from './read-registry.ts';
import { readVersionsUsing } from './read-versions-using.ts';
import { updateModel } from './update-model.ts';

const key = z.object({ provider: z.string().max(60), modelId: z.string().max(200) });

/** The model registry for our own pages. */
export const modelsRouter = router({
  list: procedure('model.read')
    .input(
      z.object({
        search: z.string().max(200).optional(),
        provider: z.string().max(60).optional(),
      }),
    )
    .query(({ ctx, input }) => readModelTable(ctx, input)),
  registry: procedure('model.read')
    .input(z.object({ search: z.string().max(200).optional(), provider: z.string().max(60).optional(), ...pageInput }))
    .query(async ({ ctx, input }) => {
      const { next_cursor: nextCursor, ...page } = await readRegistry(ctx, input);
      return { ...page, nextCursor };
    }),
  names: procedure('model.read')
    .input(z.object({ search: z.string().min(1).max(200), limit: pageInput.limit }))
    .query(({ ctx, input }) => findModelNames(ctx, input)),
  detail: procedure('model.read')
    .input(key)
    .query(async ({ ctx, input }) => {
      const row = await selectModel(ctx, input);
      if (!row) throw notFound();
      const [view, derived, versions] = await Promise.all([
        viewModel(ctx, row),
        readDerived(ctx, row),
        readVersionsUsing(ctx, row),
      ]);
      return { ...view, derived, versions };
    }),
  calendar: procedure('model.read').query(({ ctx }) => readCalendar(ctx)),
  inbox: procedure('model.read').query(({ ctx }) => readInbox(ctx)),
  pasteChangelog: procedure('model.write')
    .input(z.object({ text: z.string().min(1).max(TEXT_MAX), publishedOn: calendarDateSchema.nullable() }))
    .mutation(async ({ ctx, input }) => ({ proposals: await pasteChangelog(ctx, input) })),
  fetchChangelog: procedure('model.write')
    .input(z.object({ url: z.string().min(1).max(2_000), publishedOn: calendarDateSchema.nullable() }))
    .mutation(({ ctx, input }) => fetchChangelog(ctx, input)),
  confirmProposal: procedure('model.write')
    .input(key.extend({ id: z.uuid(), retiresOn: calendarDateSchema }))
    .mutation(({ ctx, input }) => confirmProposal(ctx, input)),
  dismissProposal: procedure('model.write')
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => dismissProposal(ctx, input.id)),
  lineage: procedure('model.read')
    .input(z.object({ model: key.optional() }))
    .query(({ ctx, input }) => readLineage(ctx, input.model ?? null)),
  lineageWalk: procedure('model.read')
    .input(z.object({ from: nodeIdSchema }))
    .query(({ ctx, input }) => walkLineage(ctx, input.from)),
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
