import { z } from 'zod';
import { INT_MAX } from '#server/audit/contract.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { actionBody, patchActionBody, publishBody, reviewBody, savePostmortemBody } from './contract.ts';
import { draftPostmortemOf } from './draft-postmortem.ts';
import { readPostmortem, readPostmortemIfAny, readPostmortemSummary } from './read-postmortem.ts';
import { publishPostmortem, reviewPostmortem } from './review-postmortem.ts';
import { changePostmortem } from './save-postmortem.ts';
import { actionWire, postmortemFile, postmortemPage, summaryWire } from './wire.ts';
import { addActionItem, changeActionItem } from './write-actions.ts';

const one = z.object({ number: z.int().min(1).max(INT_MAX) });

/** Post-mortems for our own pages. */
export const postmortemsRouter = router({
  summary: procedure('postmortem.read')
    .input(one)
    .query(async ({ ctx, input }) => summaryWire(await readPostmortemSummary(ctx, String(input.number)))),
  detail: procedure('postmortem.read')
    .input(one)
    .query(async ({ ctx, input }) => {
      const view = await readPostmortemIfAny(ctx, String(input.number));
      return view && postmortemPage(view);
    }),
  file: procedure('postmortem.read')
    .input(one)
    .query(async ({ ctx, input }) => postmortemFile(await readPostmortem(ctx, String(input.number)))),
  draft: procedure('postmortem.write')
    .input(one)
    .mutation(({ ctx, input }) => draftPostmortemOf(ctx, String(input.number))),
  save: procedure('postmortem.write')
    .input(one.extend({ change: savePostmortemBody }))
    .mutation(({ ctx, input }) => changePostmortem(ctx, String(input.number), input.change)),
  review: procedure('postmortem.review')
    .input(one.extend({ review: reviewBody }))
    .mutation(async ({ ctx, input }) => ({
      state: (await reviewPostmortem(ctx, String(input.number), input.review)).state,
    })),
  publish: procedure('postmortem.publish')
    .input(one.extend(publishBody.shape))
    .mutation(async ({ ctx, input }) => ({
      state: (await publishPostmortem(ctx, String(input.number), input.version)).state,
    })),
  addAction: procedure('postmortem.write')
    .input(one.extend({ action: actionBody }))
    .mutation(async ({ ctx, input }) => actionWire(await addActionItem(ctx, String(input.number), input.action))),
  changeAction: procedure('postmortem.write')
    .input(one.extend({ id: z.uuid(), change: patchActionBody }))
    .mutation(async ({ ctx, input }) =>
      actionWire(await changeActionItem(ctx, String(input.number), { ...input.change, id: input.id })),
    ),
});
