import { type Budgeted, folderOf, monthOf, type SpendSource } from '#server/cost/domain/budget-scope.ts';
import { type MonthSpend, monthSpend } from '#server/cost/domain/month-spend.ts';
import { picoOfNano } from '#server/models/prices/domain/amount.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { readUseByModel, type UseByModel } from '#server/telemetry/query/read-use-by-model.ts';
import type { Filter } from '#server/telemetry/query/resolve-filter.ts';
import type { KnownPrices } from './read-known-prices.ts';

/** Days that a forecast reads: eight weeks of weekdays, and as many again to measure its past errors. */
const HISTORY_DAYS = 120;

/**
 * Spend of the budgeted subject this month, and its forecast at the end of the month. `spend` is null where no table
 * records it: no event has its key, and only single requests have tags, of which a month may have too many to read.
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
 * US dollars × 10^12 that were spent in the month that begins on the day `monthStart`: a lower bound where some requests
 * have no known cost; null where no cost is known.
 */
export async function readSpent(ctx: Ctx, budgeted: Budgeted, monthStart: number): Promise<bigint | null> {
  const filter = filterOf(budgeted);
  if (filter === null) return null;
  const { monthEnd } = monthOf(monthStart * DAY_MS);
  const used = await readUseByModel(ctx, { from: monthStart, to: monthEnd, filter });
  const days = used?.flatMap((one) => one.days) ?? [];
  if (used === null || (days.length > 0 && days.every(({ known }) => known === 0))) return null;
  return picoOfNano(days.reduce((sum, { costNano }) => sum + costNano, 0));
}

const withPrices = ({ model, days }: UseByModel, prices: KnownPrices) => ({
  model,
  days,
  prices: prices.get(model) ?? [],
});

/** The requests of the budgeted subject; null where requests do not record it. */
export function filterOf({ scope, subject }: Budgeted): Filter | null {
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
