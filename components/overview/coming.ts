import { monthOf } from '#components/cost/budgets/budgets-headline.ts';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { money, plural, range } from '#components/ui/format.ts';
import type { Address } from '#components/ui/link.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { matcherWords } from '#server/alerts/notify/domain/silence.ts';
import { LAST_DAYS } from '#server/models/deprecations/domain/replacement-rules.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { type Money, priceEffect, priceTitle } from './money-words.ts';

export type SilenceEnding = Outputs['overview']['page']['silences'][number];
export type Retirement = Outputs['overview']['page']['retirements'][number];

/** One line of what is coming. `days` from today, whole days of UTC; `isOver` marks a budget that ends early. */
export type Coming = {
  key: string;
  days: number;
  at: number;
  title: string;
  sub: string;
  href: Address;
  isUrgent: boolean;
};

const PROOF_WORDS: Record<NonNullable<Retirement['proof']>, string> = {
  proven: 'replacement proven',
  stale: 'the proof of its replacement is out of date',
  inconclusive: 'replacement not proven',
  unproven: 'replacement not proven',
  failed: 'the gate refused its replacement',
  retires_earlier: 'its replacement retires no later',
};

/** Retirements of models that serve, announced prices, budgets that end early and silences that end, soonest first. */
export function comingOf(
  project: string,
  {
    retirements,
    silences,
    money,
    now,
  }: {
    retirements: readonly Retirement[];
    silences: readonly SilenceEnding[];
    money: Money | undefined;
    now: number;
  },
): Coming[] {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const lines = [
    ...retirements.map((one) => retirementLine(project, one)),
    ...silences.map((one) => silenceLine(project, one)),
    ...(money?.prices ?? []).map((one) => priceLine(project, one)),
    ...(money?.ending ?? []).map((one) => budgetLine(project, one, { money, now })),
  ];
  return lines
    .map((line) => ({ ...line, days: Math.round((line.at - today) / DAY_MS) }))
    .toSorted((a, b) => a.at - b.at || a.title.localeCompare(b.title));
}

type Line = Omit<Coming, 'days'>;

function retirementLine(project: string, one: Retirement): Line {
  const { name, provider, modelId, registered, days, prompts, proof } = one;
  return {
    key: `retires ${name}`,
    at: Date.parse(one.retiresOn),
    title: days > 0 ? `${name} retires` : `${name} is retired and still serves`,
    sub: `Serves ${plural(prompts, 'prompt')}; ${proof === null ? 'it has no fallback' : PROOF_WORDS[proof]}`,
    href:
      registered && provider !== null
        ? to.model(project, provider, modelId)
        : to.models(project, { tab: 'deprecations' }),
    isUrgent: days <= LAST_DAYS,
  };
}

function silenceLine(project: string, { id, matchers, by, endsAt }: SilenceEnding): Line {
  return {
    key: `silence ${id}`,
    at: endsAt.getTime(),
    title: `Silence of ${matcherWords(matchers)} ends`,
    sub: `Set by ${by}; what it hides rings again`,
    href: to.silences(project),
    isUrgent: false,
  };
}

function priceLine(project: string, price: Money['prices'][number]): Line {
  const slash = price.model.indexOf('/');
  return {
    key: `price ${price.model} ${price.at}`,
    at: price.at,
    title: priceTitle(price),
    sub: priceEffect(price),
    href: to.model(project, price.model.slice(0, slash), price.model.slice(slash + 1)),
    isUrgent: false,
  };
}

function budgetLine(
  project: string,
  { id, name, limit, at, earliest, latest, total, low, high }: Money['ending'][number],
  { money: data, now }: { money: Money | undefined; now: number },
): Line {
  const first = calendarDay(earliest, now);
  const when =
    latest === null
      ? `On ${first} at the earliest, perhaps not this month`
      : `Between ${first} and ${calendarDay(latest, now)}`;
  const month = data === undefined ? 'this month' : monthOf(data.month);
  return {
    key: `budget ${id}`,
    at,
    title: `Budget of ${name} is spent`,
    sub: `${when} (80 %); ${money(limit)} set for ${month}, forecast ${money(total)} (${range(low, high, money)})`,
    href: to.budgets(project, { budget: id }),
    isUrgent: false,
  };
}
