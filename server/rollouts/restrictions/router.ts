import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import { readRestrictions } from './read-restrictions.ts';
import { liftRestriction } from './write-restriction.ts';

/** Restrictions for our own pages; the steps of runbooks make them. */
export const restrictionsRouter = router({
  list: procedure('restriction.read').query(({ ctx }) => readRestrictions(ctx)),
  lift: procedure('restriction.write')
    .input(z.object({ id: z.uuid() }))
    .mutation(async ({ ctx, input }) => ({ id: (await liftRestriction(ctx, input.id)).id })),
});
