import { z } from 'zod';
import { pageInput } from '#server/platform/http/paging.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { RANGE_MS } from '#server/telemetry/query/domain/range.ts';
import { putCanary, readCanaries } from './canaries.ts';
import { canaryInput, hitFilter, signalsInput } from './contract.ts';
import { readHits } from './read-hits.ts';
import { readSignals } from './read-signals.ts';

/** Signals of prompt injection for our own pages. */
export const signalsRouter = router({
  page: procedure('monitor.read')
    .input(signalsInput)
    .query(async ({ ctx, input: { range, prompt, environment } }) => {
      const from = ctx.clock.now().getTime() - RANGE_MS[range];
      const about = {
        ...(prompt === undefined ? {} : { prompt }),
        ...(environment === undefined ? {} : { environment }),
      };
      return { ...(await readSignals(ctx, { from, ...about })), canaries: await readCanaries(ctx) };
    }),
  hits: procedure('event.read')
    .input(z.object({ ...pageInput, ...hitFilter }))
    .query(({ ctx, input: { project: _, ...query } }) => readHits(ctx, query)),
  putCanary: procedure('monitor.write')
    .input(canaryInput)
    .mutation(({ ctx, input: { prompt, canary } }) => putCanary(ctx, { prompt, canary })),
});
