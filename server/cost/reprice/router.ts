import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import { readReprice, readReprices } from '#server/telemetry/reprice/read-reprices.ts';
import { correctionInput, previewInput } from './contract.ts';
import { correctPrices, repriceAgain } from './correct-prices.ts';
import { previewCorrection } from './preview-correction.ts';

/** A page's preview ends here, well within the time limit of a read, and says how far it came. */
const PREVIEW_MS = 12_000;

const msOf = ({ from, to }: { from?: Date; to?: Date }) => ({ from: from?.getTime(), to: to?.getTime() });

/** Correcting prices and pricing events again, for our own pages. */
export const repriceRouter = router({
  preview: procedure('cost.reprice')
    .input(previewInput)
    .query(({ ctx, input }) =>
      previewCorrection(ctx, { model: input.model, prices: input.prices, ...msOf(input) }, { withinMs: PREVIEW_MS }),
    ),
  start: procedure('cost.reprice')
    .input(correctionInput)
    .mutation(({ ctx, input: { model, prices, reason, rowsDigest, ...range } }) =>
      correctPrices(ctx, { model, prices, reason, rowsDigest, ...msOf(range) }),
    ),
  again: procedure('cost.reprice')
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => repriceAgain(ctx, input.id)),
  list: procedure('event.read').query(({ ctx }) => readReprices(ctx)),
  detail: procedure('event.read')
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => readReprice(ctx, input.id)),
});
