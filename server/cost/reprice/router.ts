import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import { previewReprice } from '#server/telemetry/reprice/preview-reprice.ts';
import { readReprices } from '#server/telemetry/reprice/read-reprices.ts';
import { startReprice } from '#server/telemetry/reprice/start-reprice.ts';
import { repriceInput } from './contract.ts';

/** Pricing events again, for our own pages. */
export const repriceRouter = router({
  preview: procedure('cost.reprice')
    .input(repriceInput)
    .query(({ ctx, input }) => previewReprice(ctx, { ...input, from: input.from?.getTime(), to: input.to?.getTime() })),
  start: procedure('cost.reprice')
    .input(repriceInput)
    .mutation(({ ctx, input }) =>
      startReprice(ctx, { ...input, from: input.from?.getTime(), to: input.to?.getTime() }),
    ),
  list: procedure('event.read')
    .input(z.object({ model: z.string().max(300).optional() }))
    .query(({ ctx, input }) => readReprices(ctx, { model: input.model })),
});
