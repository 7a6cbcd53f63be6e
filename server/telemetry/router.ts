import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import { monitorInput, requestsInput, versionSeriesInput } from './contract.ts';
import { readFacets } from './query/read-facets.ts';
import { readModelStats } from './query/read-model-stats.ts';
import { readMonitor } from './query/read-monitor.ts';
import { readOverviewTiles } from './query/read-overview-tiles.ts';
import { readPromptServices } from './query/read-prompt-services.ts';
import { readPromptStats } from './query/read-prompt-stats.ts';
import { readRequest } from './query/read-request.ts';
import { readRequests } from './query/read-requests.ts';
import { readVersionSeries } from './query/read-version-series.ts';

const name = z.string().min(1).max(200);

export const telemetryRouter = router({
  monitor: procedure('event.read')
    .input(monitorInput)
    .query(({ ctx, input }) => readMonitor(ctx, input)),
  overviewTiles: procedure('event.read')
    .input(z.object({ environment: name.optional() }))
    .query(({ ctx, input }) => readOverviewTiles(ctx, { environment: input.environment })),
  promptStats: procedure('event.read')
    .input(z.object({ prompts: z.array(name).max(1000).optional() }))
    .query(({ ctx, input }) => readPromptStats(ctx, { prompts: input.prompts })),
  modelStats: procedure('event.read').query(({ ctx }) => readModelStats(ctx)),
  promptServices: procedure('event.read')
    .input(z.object({ prompt: name }))
    .query(({ ctx, input }) => readPromptServices(ctx, input)),
  versionSeries: procedure('event.read')
    .input(versionSeriesInput)
    .query(({ ctx, input }) => readVersionSeries(ctx, input)),
  facets: procedure('event.read').query(({ ctx }) => readFacets(ctx)),
  requests: procedure('event.read')
    .input(requestsInput)
    .query(({ ctx, input }) => readRequests(ctx, { ...input, from: input.from?.getTime(), to: input.to?.getTime() })),
  request: procedure('event.read')
    .input(z.object({ id: name }))
    .query(({ ctx, input }) => readRequest(ctx, input.id)),
});
