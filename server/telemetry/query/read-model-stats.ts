import type { Ctx } from '#server/platform/context.ts';
import { UNKNOWN_PROVIDER } from '#server/telemetry/event/domain/model-name.ts';
import { lastSevenDays } from './domain/range.ts';
import { sumCells, totalsOf } from './domain/totals.ts';
import { nameGroups } from './name-groups.ts';
import { readCells } from './read-cells.ts';
import { resolveFilter } from './resolve-filter.ts';

/** Seven days of one model, all environments, as events name it. Unknown is null; money in US dollars, times in ms. */
export type ModelStats = {
  /** Null where events name a bare id. */
  provider: string | null;
  model: string;
  requests: number;
  errorRate: number | null;
  latencyP99: number | null;
  cost: number | null;
  /** Requests whose cost is known. */
  costKnown: number;
};

/** The last seven days of every model with traffic, the busiest first: one read of the set "model", with latencies. */
export async function readModelStats(ctx: Ctx): Promise<ModelStats[]> {
  const { groups } = await readCells(ctx, {
    ...lastSevenDays(ctx.clock.now().getTime()),
    filter: await resolveFilter(ctx, {}),
    groupBy: ['model'],
    parts: ['latency'],
  });
  const named = await nameGroups(ctx, ['model'], groups);
  return named
    .flatMap(({ group: { provider, model }, cells }): ModelStats[] => {
      if (typeof model !== 'string') return [];
      const { requests, errorRate, latency, cost, costKnown } = totalsOf(sumCells(cells.values()));
      const of = { provider: typeof provider === 'string' && provider !== UNKNOWN_PROVIDER ? provider : null, model };
      return [{ ...of, requests, errorRate, latencyP99: latency.p99, cost, costKnown }];
    })
    .sort((a, b) => b.requests - a.requests || a.model.localeCompare(b.model));
}
