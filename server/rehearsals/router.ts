import { procedure, router } from '#server/platform/trpc.ts';
import { openPromotionsBody, rehearsalInput } from './contract.ts';
import { openPromotions } from './open-promotions.ts';
import { readRehearsal } from './read-rehearsal.ts';

const { provider, modelId } = rehearsalInput.shape;

/** Migration rehearsals for our own pages. */
export const rehearsalsRouter = router({
  read: procedure('promotion.read')
    .input(rehearsalInput)
    .query(({ ctx, input: { replacements: chosen, ...model } }) => readRehearsal(ctx, { ...model, chosen })),
  openPromotions: procedure('promotion.request')
    .input(openPromotionsBody.loose().extend({ provider, modelId }))
    .mutation(({ ctx, input }) => openPromotions(ctx, input)),
});
