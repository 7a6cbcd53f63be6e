import type { Ctx } from '#server/platform/context.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { lastSevenDays } from './domain/range.ts';
import { sumCells, totalsOf } from './domain/totals.ts';
import { readCells } from './read-cells.ts';
import { resolveFilter } from './resolve-filter.ts';

/** Seven days of one prompt, all environments. Unknown is null. */
export type PromptStats = {
  prompt: string;
  requests: number;
  errorRate: number | null;
  quality: number | null;
  qualityN: number;
  /** The 95 % interval of `quality`. */
  qualityLow: number | null;
  qualityHigh: number | null;
  cost: number | null;
};

/**
 * The last seven days of every prompt with traffic, or of the given ones; the busiest first. One read of the set
 * "prompt version", a row a version and hour, without sketches.
 */
export async function readPromptStats(ctx: Ctx, query: { prompts?: readonly string[] }): Promise<PromptStats[]> {
  const { groups } = await readCells(ctx, {
    ...lastSevenDays(ctx.clock.now().getTime()),
    filter: await resolveFilter(ctx, {}),
    groupBy: ['prompt'],
    parts: ['shards'],
  });
  const names = await storeOf(ctx).names.texts(
    slotOf(ctx.project),
    'prompt',
    groups.map(({ dims }) => dims.prompt),
  );
  const wanted = query.prompts && new Set(query.prompts);
  return groups
    .flatMap(({ dims, cells }): PromptStats[] => {
      const prompt = names.get(dims.prompt);
      if (prompt === undefined || (wanted && !wanted.has(prompt))) return [];
      const totals = totalsOf(sumCells(cells.values()));
      return [
        {
          prompt,
          requests: totals.requests,
          errorRate: totals.errorRate,
          quality: totals.quality?.mean ?? null,
          qualityN: totals.quality?.n ?? 0,
          qualityLow: totals.quality?.low ?? null,
          qualityHigh: totals.quality?.high ?? null,
          cost: totals.cost,
        },
      ];
    })
    .sort((a, b) => b.requests - a.requests || a.prompt.localeCompare(b.prompt));
}
