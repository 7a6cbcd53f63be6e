import { type Budgeted, folderOf, monthOf, type SpendSource } from '#server/cost/domain/budget-scope.ts';
import { type MonthSpend, monthSpend } from '#server/cost/domain/month-spend.ts';
import { countKeyless, readUseOfKey } from '#server/cost/keys/read-key-spend.ts';
import { picoOfNano } from '#server/models/prices/domain/amount.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { readUseByModel, type UseByModel } from '#server/telemetry/query/read-use-by-model.ts';
import type { Filter } from '#server/telemetry/query/resolve-filter.ts';
import type { KnownPrices } from './read-known-prices.ts';

/** Days that a forecast reads: eight weeks of weekdays, and as many again to measure its past errors. */
const HISTORY_DAYS = 120;

/** `keyless`: of a key, requests of the month that record no key and may be its own; 0 of everything else. */
export type SpendRead = { spend: MonthSpend | null; source: SpendSource; keyless: number };

/**
 * Spend of the budgeted subject this month, and its forecast at the end of the month. `spend` is null where a month has
 * too many requests to read: only single requests have tags, and those of a key may not be summed yet.
 */
export async function readSpend(ctx: Ctx, budgeted: Budgeted, prices: KnownPrices): Promise<SpendRead> {
  const nowMs = ctx.clock.now().getTime();
  const { monthStart, today } = monthOf(nowMs);
  const source = budgeted.scope === 'tag' ? 'requests' : 'rollups';
  const month = { from: monthStart, to: today + 1 };
  const from = Math.min(monthStart, today - HISTORY_DAYS);
  const used = (await readUse(ctx, budgeted, { ...month, from })) ?? (await readUse(ctx, budgeted, month));
  const keyless = budgeted.scope === 'key' ? await countKeyless(ctx, month) : 0;
  if (used === null || keyless === null) return { spend: null, source, keyless: 0 };
  return {
    spend: monthSpend(
      used.map((one) => withPrices(one, prices)),
      nowMs,
    ),
    source,
    keyless,
  };
}

/**
 * US dollars × 10^12 that were spent in the month that begins on the day `monthStart`: a lower bound where some requests
 * have no known cost; null where no cost is known.
 */
export async function readSpent(ctx: Ctx, budgeted: Budgeted, monthStart: number): Promise<bigint | null> {
  const { monthEnd } = monthOf(monthStart * DAY_MS);
  const used = await readUse(ctx, budgeted, { from: monthStart, to: monthEnd });
  const days = used?.flatMap((one) => one.days) ?? [];
  if (used === null || (days.length > 0 && days.every(({ known }) => known === 0))) return null;
  return picoOfNano(days.reduce((sum, { costNano }) => sum + costNano, 0));
}

/** Days since 1970, `[from, to)`. Null: too many requests to read. */
const readUse = (ctx: Ctx, budgeted: Budgeted, days: { from: number; to: number }): Promise<UseByModel[] | null> =>
  budgeted.scope === 'key'
    ? readUseOfKey(ctx, { ...days, name: budgeted.subject })
    : readUseByModel(ctx, { ...days, filter: filterOf(budgeted) });

const withPrices = ({ model, days }: UseByModel, prices: KnownPrices) => ({
  model,
  days,
  prices: prices.get(model) ?? [],
});

/** The requests of the budgeted subject. */
export function filterOf({ scope, subject }: Budgeted): Filter {
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
      return { apiKey: subject };
  }
}
