import { procedure, router } from '#server/platform/trpc.ts';
import { readSavings } from './read-savings.ts';
import { requestSavings } from './request-savings.ts';

/** Savings for our own pages. */
export const savingsRouter = router({
  report: procedure('savings.read').query(({ ctx }) => readSavings(ctx)),
  compute: procedure('savings.compute').mutation(async ({ ctx }) => ({ status: (await requestSavings(ctx)).status })),
});
