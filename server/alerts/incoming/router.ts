import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import { statusPageInput } from './contract.ts';
import { readIncomingPage } from './read-incoming-page.ts';
import { addStatusPage, removeStatusPage } from './status-pages.ts';

/** Alerts from outside and status pages for our own pages. */
export const incomingRouter = router({
  page: procedure('alert.read').query(({ ctx }) => readIncomingPage(ctx)),
  addStatusPage: procedure('monitor.write')
    .input(z.object(statusPageInput.shape))
    .mutation(({ ctx, input: { provider, url } }) => addStatusPage(ctx, { provider, url })),
  removeStatusPage: procedure('monitor.write')
    .input(z.object({ provider: statusPageInput.shape.provider }))
    .mutation(({ ctx, input: { provider } }) => removeStatusPage(ctx, { provider })),
});
