import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { instant, literal } from '#server/telemetry/event/scan-events.ts';
import { columnsFor } from '#server/telemetry/rollup/rollup-row.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { isWithin, RAW_ROWS_MAX } from './event-ranges.ts';
import { type Dirty, readCells } from './read-cells.ts';
import { type Filter, resolveFilter } from './resolve-filter.ts';

/** One UTC day (days since 1970) of one model. `known`: requests whose cost is known; money in US dollars × 10^9. */
export type UseOfDay = {
  day: number;
  requests: number;
  known: number;
  costNano: number;
  tokensIn: number;
  tokensOut: number;
  tokensCached: number;
};

export type UseByModel = { model: string; days: UseOfDay[] };

/** `pendingMinutes`: changed minutes that are counted as they were, because too much of them is not summed yet. */
export type UseRead = { models: UseByModel[]; pendingMinutes: number };

/** The {@link readUse} of callers that state sums as they are now. */
export const readUseByModel = async (ctx: Ctx, query: UseQuery): Promise<UseByModel[] | null> =>
  (await readUse(ctx, query))?.models ?? null;

type UseQuery = {
  from: number;
  to: number;
  filter: Pick<Filter, 'prompt' | 'promptPrefix' | 'model' | 'tag'>;
  /** What has changed in at least these days, where several reads share it; not called for a tag. */
  dirty?: () => Promise<Dirty>;
};

/**
 * What each model was used for on each day of `[from, to)` (days since 1970). A row of the rollups a day, model and
 * environment, of a prompt also a version; by tag from the events themselves, and then null where the range holds more
 * than two million.
 */
export async function readUse(ctx: Ctx, { from, to, filter, dirty }: UseQuery): Promise<UseRead | null> {
  const range = { from: from * DAY_MS, to: to * DAY_MS };
  const read =
    filter.tag === undefined
      ? await fromRollups(ctx, { ...range, dirty: await dirty?.() }, filter)
      : await fromEvents(ctx, range, filter.tag);
  if (read === null) return null;
  const { groups, pendingMinutes } = read;
  const names = await storeOf(ctx).names.texts(slotOf(ctx.project), 'model', groups.keys());
  return { models: [...groups].map(([id, days]) => ({ model: names.get(id) ?? '', days })), pendingMinutes };
}

type Range = { from: number; to: number };
type ByModel = { groups: Map<number, UseOfDay[]>; pendingMinutes: number };

async function fromRollups(ctx: Ctx, range: Range & { dirty?: Dirty }, filter: Filter): Promise<ByModel> {
  const query = { ...range, stepMs: DAY_MS, groupBy: ['model'] as const, columns: columnsFor([]) };
  const { groups, pendingMinutes } = await readCells(ctx, { ...query, filter: await resolveFilter(ctx, filter) });
  const byModel = new Map(
    groups.map(({ dims, cells }) => [
      dims.model,
      [...cells].map(([at, cell]) => ({
        day: at / DAY_MS,
        requests: cell.n,
        known: cell.costN,
        costNano: cell.costNano,
        tokensIn: cell.tokensIn,
        tokensOut: cell.tokensOut,
        tokensCached: cell.tokensCached,
      })),
    ]),
  );
  return { groups: byModel, pendingMinutes };
}

/** One range of the index (slot, ts), added up in Postgres: no set of the rollups has tags. */
async function fromEvents(ctx: Ctx, range: Range, tag: string): Promise<ByModel | null> {
  if (!(await isWithin(ctx, [range], RAW_ROWS_MAX))) return null;
  const rows = await ctx.sql.unsafe<(UseOfDay & { model: number })[]>(`
    select model, floor(extract(epoch from ts) / 86400)::int as day, count(*)::int as requests,
      count(cost_nano)::int as known, coalesce(sum(cost_nano), 0)::float8 as "costNano",
      coalesce(sum(tokens_in), 0)::float8 as "tokensIn", coalesce(sum(tokens_out), 0)::float8 as "tokensOut",
      coalesce(sum(tokens_cached), 0)::float8 as "tokensCached"
    from event
    where slot = ${slotOf(ctx.project)} and ts >= ${instant(range.from)}
      and ts < ${instant(range.to)} and tags @> array[${literal(tag)}]::text[]
    group by 1, 2`);
  const groups: ByModel['groups'] = new Map();
  for (const { model, ...day } of rows) groups.set(model, [...(groups.get(model) ?? []), day]);
  return { groups, pendingMinutes: 0 };
}
