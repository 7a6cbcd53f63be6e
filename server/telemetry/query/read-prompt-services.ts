import type { Ctx } from '#server/platform/context.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { lastSevenDays } from './domain/range.ts';
import { sumCells, totalsOf } from './domain/totals.ts';
import { readCells } from './read-cells.ts';
import { resolveFilter } from './resolve-filter.ts';

/** Seven days of one prompt from one service in one environment; `service` null where the events name none. */
export type PromptService = {
  service: string | null;
  environment: string;
  requests: number;
  errorRate: number | null;
};

/** Which services request a prompt: the last seven days by service and environment, the busiest first. One read of rollups. */
export async function readPromptServices(ctx: Ctx, query: { prompt: string }): Promise<PromptService[]> {
  const { groups } = await readCells(ctx, {
    ...lastSevenDays(ctx.clock.now().getTime()),
    filter: await resolveFilter(ctx, { prompt: query.prompt }),
    groupBy: ['environment', 'service'],
  });
  const { names } = storeOf(ctx);
  const slot = slotOf(ctx.project);
  const [services, environments] = await Promise.all([
    names.texts(
      slot,
      'service',
      groups.map(({ dims }) => dims.service),
    ),
    names.texts(
      slot,
      'environment',
      groups.map(({ dims }) => dims.environment),
    ),
  ]);
  return groups
    .map(({ dims, cells }): PromptService => {
      const { requests, errorRate } = totalsOf(sumCells(cells.values()));
      return {
        service: services.get(dims.service) ?? null,
        environment: environments.get(dims.environment) ?? 'unknown',
        requests,
        errorRate,
      };
    })
    .filter(({ requests }) => requests > 0)
    .sort((a, b) => b.requests - a.requests);
}
