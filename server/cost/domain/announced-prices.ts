import type { Forecast } from './forecast.ts';
import { changesOf, costAt, levelOf, type ModelUse } from './price-steps.ts';

/** Days ahead within which announced prices are listed: as far as the calendar of retirements. */
export const ANNOUNCED_DAYS_MAX = 180;
/** A round month: the effect beyond this month is stated for so many days. */
const MONTH_DAYS = 30;

/** A price of one model that changes on `day` (since 1970), at the tokens of the model's mean request. */
export type AnnouncedPrice = {
  model: string;
  day: number;
  /** What a request costs from that day over what it cost the day before; null where either has no price. */
  factor: number | null;
  /** Change of the forecast to the end of this month, dollars; null without a forecast, or where it begins later. */
  inForecastUsd: number | null;
  /** Change of 30 days, dollars, at what is spent a day now; null where either price or the spend is unknown. */
  in30DaysUsd: number | null;
};

type UsedModel = ModelUse & { model: string };

/**
 * The announced price changes of models in use, soonest first. Each stands for itself: the effects of several add up,
 * because each is the difference to the day before it. A change that the mean request does not pay (of a tier alone) is
 * left out; where the request has no full price, the effect is unknown. `perDay`: mean dollars of all models in a day.
 */
export function announcedPrices(
  models: readonly UsedModel[],
  {
    today,
    perDay,
    forecast,
  }: { today: number; perDay: number | null; forecast: Forecast | { refused: 'cost_unknown' | 'not_summed_yet' } },
): AnnouncedPrice[] {
  const allNow = models.reduce((sum, { spend }) => sum + spend, 0);
  const allAt = (day: number) => models.reduce((sum, model) => sum + model.spend * levelOf(model, day, today), 0);
  return models
    .filter(({ requests }) => requests > 0)
    .flatMap((model) =>
      [...new Set(model.prices.flatMap(changesOf))]
        .filter((day) => day > today && day <= today + ANNOUNCED_DAYS_MAX)
        .flatMap((day): AnnouncedPrice[] => {
          const [before, after] = [costAt(model, day - 1), costAt(model, day)];
          if (before !== null && before === after) return [];
          const known = { model: model.model, day };
          if (before === null || after === null || before === 0n) {
            return [{ ...known, factor: null, inForecastUsd: null, in30DaysUsd: null }];
          }
          const change = model.spend * (levelOf(model, day, today) - levelOf(model, day - 1, today));
          const days = forecast.refused === null ? amountsFrom(forecast, day) : [];
          return [
            {
              ...known,
              factor: Number(after) / Number(before),
              inForecastUsd:
                days.length === 0 || allNow === 0
                  ? null
                  : days.reduce((sum, each) => sum + (each.amount * change) / (allAt(each.day) || 1), 0),
              in30DaysUsd: perDay === null || allNow === 0 ? null : (perDay * MONTH_DAYS * change) / allNow,
            },
          ];
        }),
    )
    .toSorted((a, b) => a.day - b.day || (a.model < b.model ? -1 : 1));
}

/** The days of a forecast from `day` on. Today is never among them: changes begin after it. */
const amountsFrom = (forecast: Extract<Forecast, { refused: null }>, day: number): { day: number; amount: number }[] =>
  forecast.days.filter((each) => each.day >= day);
