import { forecastWords, spentWords } from '#components/cost/budgets/budgets-headline.ts';
import { figureDetail } from '#components/cost/outcomes/figure-words.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { change, count, money, share } from '#components/ui/format.ts';

export type Money = Outputs['overview']['money'];
type Trend = Money['outcomes'];

/** `strong` in ink, `quiet` in grey behind it; `title`: both in full. */
export type Note = { strong?: string; quiet: string; title?: string };

const NOT_COMPARED = {
  no_common_stratum: 'no query type in common with the week before',
  no_success: 'a week without success',
  cost_unknown: 'too many unknown costs to compare',
} as const;

/** Whether the project sent no outcome at all for the mature tasks of the week: then it is shown how to. */
export const lacksOutcomes = ({ figure }: Trend): boolean =>
  figure !== null && figure.tasks > 0 && figure.withoutOutcome === figure.tasks;

/** The change against the week before where its interval excludes none, else that there is none to see; or what is missing. */
export function outcomeNote(trend: Trend): Note {
  const { figure, change: against } = trend;
  if (!figure?.perOutcome) return { quiet: figureDetail(figure) };
  if (against === null) return { quiet: 'no week before' };
  if (against.refused !== null) return { quiet: 'not compared', title: NOT_COMPARED[against.refused] };
  if (against.interval === null) return { quiet: 'change unclear' };
  const [low, high] = against.interval;
  const ends = `${change(low - 1)} to ${change(high - 1)}`;
  if (low <= 1 && high >= 1)
    return {
      quiet: `no clear change, ${ends}`,
      title: `Against the week before on the same mix of query types: ${ends} (95 %), so it may be chance`,
    };
  const by = change(against.ratio - 1);
  return {
    strong: by,
    quiet: `real, ${ends}`,
    title: `${by} against the week before on the same mix of query types; the whole 95 % interval, ${ends}, is on one side`,
  };
}

/** `65 % of $372`, then the forecast; `title` has its interval. */
export function monthNote({ month, limit }: Pick<Money, 'month' | 'limit'>): Note {
  if (month.spent === null) return { quiet: 'cost unknown', title: forecastWords(month.forecast) };
  const total = month.forecast?.refused === null ? `, forecast ${money(month.forecast.total)}` : ', no forecast';
  const title = `All environments: ${spentWords(month)}${limit === null ? ', no budget' : ` of ${money(limit)}`}; ${forecastWords(month.forecast)}`;
  if (limit === null) return { quiet: `no budget${total}`, title };
  return { strong: shareOf(month.spent, limit), quiet: `of ${money(limit)}${total}`, title };
}

/** A whole share, as budgets are thought of: `65 %`, `140 %`. */
export const shareOf = (part: number, whole: number): string => share(Math.round((100 * part) / whole) / 100);

/** Money so far at the ends of the days of the month, and from today on by forecast; the rest is null. */
export function monthSpark({ days, month, forecast }: Money['month']): {
  values: (number | null)[];
  ahead: (number | null)[];
} {
  if (month === null) return { values: [], ahead: [] };
  const length = Math.round((month.to - month.from) / 86_400_000);
  const at = (ms: number) => Math.round((ms - month.from) / 86_400_000);
  const values: (number | null)[] = Array.from({ length }, () => null);
  const ahead: (number | null)[] = Array.from({ length }, () => null);
  let sum = 0;
  for (const day of days) {
    sum += day.amount ?? 0;
    values[at(day.at)] = sum;
  }
  if (forecast?.refused === null) for (const { at: day, upTo } of forecast.days) ahead[at(day)] = upTo.amount;
  return { values, ahead };
}

/** What today, the last day of the spend so far, has cost; null where it is unknown. */
export const todayOf = ({ days }: Money['month']): number | null => days.at(-1)?.amount ?? null;

/** `+$4.10 to this month’s forecast, +$12 in 30 days`; or that it is unknown. */
export function priceEffect({ factor, inForecastUsd, in30DaysUsd }: Money['prices'][number]): string {
  if (factor === null) return 'Effect unknown: its requests have no price before or after it';
  const parts = [
    inForecastUsd === null ? 'Nothing this month' : `${signedMoney(inForecastUsd)} in this month’s forecast`,
    in30DaysUsd === null ? '' : `${signedMoney(in30DaysUsd)} in 30\u00a0days at today’s use`,
  ];
  return parts.filter(Boolean).join(', ');
}

const signedMoney = (usd: number): string => (usd > 0 ? `+${money(usd)}` : money(usd));

/** `A request of acme/large costs 50 % more`. */
export function priceTitle({ model, factor }: Money['prices'][number]): string {
  if (factor === null) return `A price of ${model} changes`;
  const by = share(Math.abs(factor - 1));
  return `A request of ${model} costs ${by} ${factor > 1 ? 'more' : 'less'}`;
}

/** The count of what is left out of a list: `3 more`. */
export const moreWords = (n: number): string => `${count(n)} more`;
