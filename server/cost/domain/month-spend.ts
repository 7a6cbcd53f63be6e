import { picoOfNano } from '#server/models/prices/domain/amount.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { type AnnouncedPrice, announcedPrices } from './announced-prices.ts';
import { monthOf } from './budget-scope.ts';
import { type Forecast, forecastMonth, type PriceStep } from './forecast.ts';
import { type ModelUse, priceSteps } from './price-steps.ts';
import type { SpendDay } from './spend-model.ts';

/** Requests of one model on one day (since 1970). `known`: those whose cost is; money in US dollars × 10^9. */
export type UseDay = {
  day: number;
  requests: number;
  known: number;
  costNano: number;
  tokensIn: number;
  tokensOut: number;
  tokensCached: number;
};

/** `model`: `provider/id`. */
export type ModelDays = { model: string; days: readonly UseDay[]; prices: readonly PriceRow[] };

export type MonthSpend = {
  monthStart: number;
  monthEnd: number;
  today: number;
  /**
   * US dollars × 10^12 of the requests whose cost is known; null: there were requests and the cost of none is known, or no
   * table records the spend.
   */
  spentPico: bigint | null;
  requests: number;
  /** Requests of unknown cost: in no sum. */
  unknown: number;
  /** By day of the month up to today, dollars; null: there were requests, and the cost of none is known. */
  days: { day: number; amount: number | null }[];
  forecast: Forecast | { refused: 'cost_unknown' | 'not_summed_yet'; days: number; daysMin: number };
  /** Price changes from today to the end of the month. */
  ahead: PriceStep[];
  /** Announced price changes of the models in use, by model: beyond the end of the month too. */
  announced: AnnouncedPrice[];
};

/** Days before today that show how the models are used now. */
const RECENT_DAYS = 28;

/**
 * What a month has cost so far and will have cost at its end, of models that were read since some days before it.
 * `isSummed`: whether everything that was received is in `models`; a forecast from a part would take it for the whole.
 */
export function monthSpend(models: readonly ModelDays[], nowMs: number, isSummed = true): MonthSpend {
  const month = monthOf(nowMs);
  const byDay = sumByDay(models);
  const inMonth = [...byDay.values()].filter(({ day }) => day >= month.monthStart && day < month.monthEnd);
  const sum = (of: (day: UseDay) => number) => inMonth.reduce((total, day) => total + of(day), 0);
  const requests = sum((day) => day.requests);
  const known = sum((day) => day.known);
  const history = historyOf(byDay, month.today);
  const first = history[0]?.day ?? month.today;
  const used = models.map((one) => ({ model: one.model, ...recentUse(one, month.today) }));
  const steps = priceSteps(used, { from: first, to: month.monthEnd, today: month.today });
  const today = byDay.get(month.today);
  const todaySoFar = { amount: (today?.costNano ?? 0) / 1e9, passed: (nowMs % DAY_MS) / DAY_MS };

  const refused = isUnknown({ requests, known }) ? 'cost_unknown' : isSummed ? null : 'not_summed_yet';
  const forecast: MonthSpend['forecast'] =
    refused === null ? forecastMonth(history, { ...month, todaySoFar }, steps) : { refused, days: 0, daysMin: 0 };
  return {
    ...month,
    spentPico: isUnknown({ requests, known }) ? null : picoOfNano(sum((day) => day.costNano)),
    requests,
    unknown: requests - known,
    days: Array.from({ length: month.today - month.monthStart + 1 }, (_, i) => {
      const day = byDay.get(month.monthStart + i);
      return { day: month.monthStart + i, amount: isUnknown(day) ? null : (day?.costNano ?? 0) / 1e9 };
    }),
    forecast,
    ahead: steps.filter(({ day }) => day > month.today),
    announced: announcedPrices(used, { today: month.today, perDay: perDay(history), forecast }),
  };
}

/** Whether there were requests, and the cost of none is known. */
const isUnknown = (use: Pick<UseDay, 'requests' | 'known'> | undefined): boolean =>
  use !== undefined && use.requests > 0 && use.known === 0;

function sumByDay(models: readonly ModelDays[]): Map<number, UseDay> {
  const byDay = new Map<number, UseDay>();
  for (const { day, ...use } of models.flatMap(({ days }) => days)) {
    const before = byDay.get(day) ?? {
      day,
      requests: 0,
      known: 0,
      costNano: 0,
      tokensIn: 0,
      tokensOut: 0,
      tokensCached: 0,
    };
    byDay.set(day, {
      day,
      requests: before.requests + use.requests,
      known: before.known + use.known,
      costNano: before.costNano + use.costNano,
      tokensIn: before.tokensIn + use.tokensIn,
      tokensOut: before.tokensOut + use.tokensOut,
      tokensCached: before.tokensCached + use.tokensCached,
    });
  }
  return byDay;
}

/** Every whole day since the first with requests, 0 where there were none; without the days of which no cost is known. */
function historyOf(byDay: ReadonlyMap<number, UseDay>, today: number): SpendDay[] {
  const first = Math.min(today, ...[...byDay.values()].filter(({ requests }) => requests > 0).map(({ day }) => day));
  return Array.from({ length: today - first }, (_, i) => first + i).flatMap((day) => {
    const use = byDay.get(day);
    return isUnknown(use) ? [] : [{ day, amount: (use?.costNano ?? 0) / 1e9 }];
  });
}

/** Mean spend of the last whole days, dollars; null before the first whole day. */
function perDay(history: readonly SpendDay[]): number | null {
  const recent = history.slice(-RECENT_DAYS);
  return recent.length === 0 ? null : recent.reduce((sum, { amount }) => sum + amount, 0) / recent.length;
}

function recentUse({ days, prices }: ModelDays, today: number): ModelUse {
  const recent = days.filter(({ day }) => day >= today - RECENT_DAYS);
  const sum = (of: (day: UseDay) => number) => recent.reduce((total, day) => total + of(day), 0);
  return {
    spend: sum((day) => day.costNano) / 1e9,
    requests: sum((day) => day.requests),
    tokensIn: sum((day) => day.tokensIn),
    tokensOut: sum((day) => day.tokensOut),
    tokensCached: sum((day) => day.tokensCached),
    prices,
  };
}
