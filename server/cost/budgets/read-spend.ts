import { type Budgeted, folderOf, monthOf, type SpendSource } from '#server/cost/domain/budget-scope.ts';
import type { Unread } from '#server/cost/domain/budget-standing.ts';
import { type MonthSpend, monthSpend } from '#server/cost/domain/month-spend.ts';
import { countKeyless, readUseOfKey } from '#server/cost/keys/read-key-spend.ts';
import { picoOfNano } from '#server/models/prices/domain/amount.ts';
import type { Ctx } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { type Dirty, readDirty } from '#server/telemetry/query/read-cells.ts';
import { readUse, type UseByModel, type UseRead } from '#server/telemetry/query/read-use-by-model.ts';
import type { Filter } from '#server/telemetry/query/resolve-filter.ts';
import type { KnownPrices } from './read-known-prices.ts';

/** Days that a forecast reads: eight weeks of weekdays, and as many again to measure its past errors. */
const HISTORY_DAYS = 120;

/**
 * `keyless`: of a key, requests of the month that record no key and may be its own; 0 of everything else. `unread`: why
 * `spend` is null. `pendingMinutes`: minutes whose newest requests are in no sum yet.
 */
export type SpendRead = {
  spend: MonthSpend | null;
  unread: Unread | null;
  source: SpendSource;
  keyless: number;
  pendingMinutes: number;
};

/** What the spends of one response are read with; what several of them need is read once, when the first needs it. */
export type SpendBase = {
  nowMs: number;
  /** Days since 1970, `[from, to)`, of the month so far; `from`: the first day that a forecast reads. */
  month: { from: number; to: number };
  from: number;
  prices: KnownPrices;
  dirty(): Promise<Dirty>;
  /** What {@link countKeyless} returns of the month. */
  keyless(): Promise<number | null>;
};

/** The base of spends as of now; reads nothing yet. */
export function spendBase(ctx: Ctx, prices: KnownPrices): SpendBase {
  const nowMs = ctx.clock.now().getTime();
  const { monthStart, today } = monthOf(nowMs);
  const month = { from: monthStart, to: today + 1 };
  const from = Math.min(monthStart, today - HISTORY_DAYS);
  let dirty: Promise<Dirty> | undefined;
  let keyless: Promise<number | null> | undefined;
  const readOnce = () => (dirty ??= readDirty(ctx, { from: from * DAY_MS, to: month.to * DAY_MS }));
  return {
    ...{ nowMs, month, from, prices, dirty: readOnce },
    keyless: () => (keyless ??= countKeyless(ctx, { ...month, dirty: readOnce })),
  };
}

const sourceOf = ({ scope }: Budgeted): SpendSource => (scope === 'tag' ? 'requests' : 'rollups');

/** A spend that was not read. */
export const unreadSpend = (budgeted: Budgeted, unread: Unread): SpendRead => ({
  ...{ spend: null, unread, source: sourceOf(budgeted), keyless: 0, pendingMinutes: 0 },
});

/**
 * Spend of the budgeted subject this month, and its forecast at the end of the month. `spend` is null where a month has
 * too many requests to read: only single requests have tags, and those of a key may not be summed yet.
 */
export async function readSpend(ctx: Ctx, budgeted: Budgeted, base: SpendBase): Promise<SpendRead> {
  const { month, nowMs, prices } = base;
  const used =
    (await readUsed(ctx, budgeted, { ...base, to: month.to })) ??
    (await readUsed(ctx, budgeted, { ...base, ...month }));
  const keyless = budgeted.scope === 'key' ? await base.keyless() : 0;
  if (used === null || keyless === null) return unreadSpend(budgeted, 'too_much_to_read');
  const { models, pendingMinutes } = used;
  const priced = models.map((one) => withPrices(one, prices));
  const spend = monthSpend(priced, nowMs, pendingMinutes === 0);
  return { spend, unread: null, source: sourceOf(budgeted), keyless, pendingMinutes };
}

/**
 * US dollars × 10^12 that were spent in the month that begins on the day `monthStart`: a lower bound where some requests
 * have no known cost; null where no cost is known.
 */
export async function readSpent(ctx: Ctx, budgeted: Budgeted, monthStart: number): Promise<bigint | null> {
  const { monthEnd } = monthOf(monthStart * DAY_MS);
  const used = await readUsed(ctx, budgeted, { from: monthStart, to: monthEnd });
  const days = used?.models.flatMap((one) => one.days) ?? [];
  if (used === null || (days.length > 0 && days.every(({ known }) => known === 0))) return null;
  return picoOfNano(days.reduce((sum, { costNano }) => sum + costNano, 0));
}

/** Days since 1970, `[from, to)`. Null: too many requests to read. */
async function readUsed(
  ctx: Ctx,
  budgeted: Budgeted,
  { from, to, dirty }: { from: number; to: number } & Partial<Pick<SpendBase, 'dirty'>>,
): Promise<UseRead | null> {
  if (budgeted.scope === 'key') return readUseOfKey(ctx, { from, to, name: budgeted.subject });
  try {
    return await readUse(ctx, { from, to, dirty, filter: filterOf(budgeted) });
  } catch (error) {
    // Where series share a row of the rollups, only the requests themselves tell them apart.
    if (error instanceof Fault && error.errors[0]?.code === 'range_too_large') return null;
    throw error;
  }
}

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
