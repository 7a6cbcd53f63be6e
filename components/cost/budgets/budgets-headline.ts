import type { Outputs } from '#components/shell/trpc.ts';
import { count, money, plural, range } from '#components/ui/format.ts';

export type BudgetsData = Outputs['budgets']['page'];
export type Budget = BudgetsData['budgets'][number];
type Spend = BudgetsData['month'];

const monthName = (at: number): string => new Date(at).toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' });

/** `November`, of a spend that was read; of one that was not, `this month`. */
export const monthOf = ({ month }: Pick<Spend, 'month'>): string => (month ? monthName(month.from) : 'this month');

/** The headline: budgets that are over come first, then those over by forecast, then unknown ones. */
export function budgetsHeadline({ budgets, month }: BudgetsData): string {
  if (budgets.length === 0) return 'No budget is set.';
  const inState = (state: Budget['state']) => budgets.filter((budget) => budget.state === state);
  const [over, ahead, unknown] = [inState('over'), inState('forecast_over'), inState('unknown')];
  const name = monthOf(month);
  const sentences = [
    named(over, (one) => `is over by ${money(one.over)}`, 'are over'),
    named(
      ahead,
      (one) => `will be over by ${money(one.over)} at the end of ${name}`,
      `will be over at the end of ${name}`,
    ),
    named(unknown, () => 'cannot be judged', 'cannot be judged'),
  ].filter((sentence) => sentence !== null);
  if (sentences.length > 0) return `${capital(sentences.join('; '))}.`;
  const isForecast = budgets.every(({ forecast }) => forecast?.refused === null);
  return `${budgets.length === 1 ? 'The budget is' : `All ${count(budgets.length)} budgets are`} kept so far${isForecast ? `, and will be at the end of ${name} by forecast` : ''}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function named(budgets: readonly Budget[], one: (budget: Budget) => string, many: string): string | null {
  const [first] = budgets;
  if (first === undefined) return null;
  if (budgets.length > 1) return `${plural(budgets.length, 'budget')} ${many}`;
  return `the budget of ${first.name} ${one(first)}`;
}

/** Spend and forecast of the whole project, and the requests of unknown cost. */
export function budgetsEvidence({ month, limit }: BudgetsData): string {
  const of = limit === null ? '' : ` of ${money(limit)}`;
  return `Month to date ${spentWords(month)}${of}; ${forecastWords(month.forecast)}. Months are calendar months, UTC.`;
}

/** `$240`, or `at least $240` where some requests have no known cost or are not summed yet; or that nothing is known. */
export function spentWords({
  spent,
  unknown,
  pendingMinutes = 0,
}: Pick<Spend, 'spent' | 'unknown'> & { pendingMinutes?: number }): string {
  if (spent === null) return 'unknown';
  return unknown > 0 || pendingMinutes > 0 ? `at least ${money(spent)}` : money(spent);
}

/** `forecast $372 (361 to 390)`, or what is missing for one. */
export function forecastWords(forecast: Spend['forecast']): string {
  if (forecast === null) return 'no forecast';
  switch (forecast.refused) {
    case null:
      return `forecast ${money(forecast.total)} (${range(forecast.low, forecast.high, money)}, 80 %)`;
    case 'too_few_days':
      return `no forecast: it needs ${forecast.daysMin} whole days of known spend, and there ${forecast.days === 1 ? 'is' : 'are'} ${forecast.days}`;
    case 'not_summed_yet':
      return 'no forecast yet: requests that were received lately are still summed';
    case 'cost_unknown':
      return 'no forecast: the cost of no request is known';
  }
}

const WHY: Record<NonNullable<Budget['why']>, (budget: Budget) => string> = {
  too_much_to_read: ({ scope }) =>
    scope === 'tag'
      ? 'Only single requests have tags, and this month has too many requests to read.'
      : 'More than two million requests of this month are not summed by key yet.',
  not_read_yet: () =>
    'Its spend could not be read in time. It is compared with its budget all the same: look again in a minute.',
  not_summed_yet: () => 'Requests that were received lately are still summed: look again in a minute.',
  keyless: ({ keyless }) =>
    `${plural(keyless, 'request')} of this month came before keys were recorded: the spend of this key may be higher.`,
  cost_unknown: () => 'No request has a known cost: none reports it, and no price is registered.',
  too_many_unknown: ({ unknown, requests }) =>
    `The cost of ${count(unknown)} of ${plural(requests, 'request')} is unknown: the spend may be higher.`,
};

/** Why a budget cannot be judged; null where it can. */
export const whyUnknown = (budget: Budget): string | null => (budget.why ? WHY[budget.why](budget) : null);
