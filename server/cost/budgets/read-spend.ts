import { type Budgeted, folderOf, monthOf, type SpendSource } from '#server/cost/domain/budget-scope.ts';
import { type MonthSpend, monthSpend } from '#server/cost/domain/month-spend.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { readUseByModel, type UseByModel } from '#server/telemetry/query/read-use-by-model.ts';
import type { Filter } from '#server/telemetry/query/resolve-filter.ts';
import type { KnownPrices } from './read-known-prices.ts';

/** Days that a forecast looks back: eight weeks of weekdays, and as many again to see how wrong it would have been. */
const HISTORY_DAYS = 120;

/**
 * What is budgeted has cost this month and will have cost at its end. `spend` is null where nothing that is stored says
 * it: no event has its key, and tags stand in single requests, of which a month may have too many.
 */
export async function readSpend(
  ctx: Ctx,
  budgeted: Budgeted,
  prices: KnownPrices,
): Promise<{ spend: MonthSpend | null; source: SpendSource }> {
  const filter = filterOf(budgeted);
  if (filter === null) return { spend: null, source: 'not_recorded' };
  const nowMs = ctx.clock.now().getTime();
  const { monthStart, today } = monthOf(nowMs);
  const source = filter.tag === undefined ? 'rollups' : 'requests';
  const from = Math.min(monthStart, today - HISTORY_DAYS);
  const used =
    (await readUseByModel(ctx, { from, to: today + 1, filter })) ??
    (await readUseByModel(ctx, { from: monthStart, to: today + 1, filter }));
  if (used === null) return { spend: null, source };
  return {
    spend: monthSpend(
      used.map((one) => withPrices(one, prices)),
      nowMs,
    ),
    source,
  };
}

/**
 * US dollars × 10^12 that were spent in the month that begins on the day `monthStart`: of a lower bound where some
 * requests have no known cost; null where nothing is known.
 */
export async function readSpent(ctx: Ctx, budgeted: Budgeted, monthStart: number): Promise<bigint | null> {
  const filter = filterOf(budgeted);
  if (filter === null) return null;
  const { monthEnd } = monthOf(monthStart * DAY_MS);
  const used = await readUseByModel(ctx, { from: monthStart, to: monthEnd, filter });
  const days = used?.flatMap((one) => one.days) ?? [];
  if (used === null || (days.length > 0 && days.every(({ known }) => known === 0))) return null;
  return BigInt(Math.round(days.reduce((sum, { costNano }) => sum + costNano, 0))) * 1000n;
}

const withPrices = ({ model, days }: UseByModel, prices: KnownPrices) => ({
  model,
  days,
  prices: prices.get(model) ?? [],
});

/** The requests of what is budgeted; null where no request says that it belongs to it. */
function filterOf({ scope, subject }: Budgeted): Filter | null {
  switch (scope) {
    case 'project':
      return {};
    case 'prompt': {
      const folder = folderOf(subject);
      return folder === null ? { prompt: subject } : { promptPrefix: folder };
    }
    case 'model':
      return { model: subject };
    case 'tag':
      return { tag: subject };
    case 'key':
      return null;
  }
}
