import type { Outputs } from '#components/shell/trpc.ts';
import { count, halfWidth, money, moneyBeside, percent, plural, points, range } from '#components/ui/format.ts';
import type { SubsetVerdict } from '#server/cost/domain/smaller-model.ts';

export type SavingsState = Outputs['savings']['report'];
export type Report = NonNullable<SavingsState['report']>;
export type Card = Report['cards'][number];
export type Found = Card['found'][number];
export type Refused = Card['refused'][number];

export const TECHNIQUE_TITLES: Record<Card['technique'], string> = {
  prefix_caching: 'Prefix caching',
  output_compression: 'Output compression',
  shorter_system_prompt: 'Shorter system prompt',
  smaller_model: 'Smaller model for a subset',
  tiered_routing: 'Tiered routing',
};

export const VERDICT_WORDS: Record<SubsetVerdict, string> = {
  not_worse: 'Not worse',
  worse: 'Worse',
  unclear: 'Unclear',
  too_thin: 'Too thin',
};

/** The basis of an amount: a month of requests, or the recorded pairs alone. */
export const periodOf = ({ requests, pairs }: Found): string =>
  requests > 0 ? 'in 30 days' : `on ${plural(pairs ?? 0, 'recorded answer')}`;

/** `± $90`, or why there is no interval. */
export function spreadOf({ ci95, savedUsd }: Found): string {
  const half = ci95 && halfWidth(ci95[0], ci95[1]);
  return half === null ? 'too little data for an interval' : `±\u00a0${moneyBeside(half, savedUsd)}`;
}

/** The techniques in the order of what each would save; of those without a saving the given order. */
export const bySaved = (cards: readonly Card[]): Card[] =>
  cards.toSorted(
    ({ found: [a] }, { found: [b] }) => basisOf(b) - basisOf(a) || (b?.savedUsd ?? 0) - (a?.savedUsd ?? 0),
  );

/** Of 30 days of traffic, of recorded answers alone, or none. */
const basisOf = (best: Found | undefined): number => (best === undefined ? 0 : best.requests > 0 ? 2 : 1);

/** What would save most: of each technique the largest saving of traffic that may be taken now, at most `max` of them. */
export function topSavings(report: Report, max: number) {
  return report.cards
    .flatMap(({ technique, complexity, risk, found }) => {
      const [best] = found
        .filter(({ recommended, requests }) => recommended && requests > 0)
        .toSorted((a, b) => b.savedUsd - a.savedUsd);
      return best === undefined ? [] : [{ technique, complexity, risk, best }];
    })
    .toSorted((a, b) => b.best.savedUsd - a.best.savedUsd)
    .slice(0, max);
}

/** `no risk`, `medium risk`. */
export const riskWords = (risk: Card['risk']): string => `${risk === 'none' ? 'no' : risk} risk`;

/** What an evaluation says about the quality after a change, in a sentence. */
export function qualityWords(quality: Found['quality']): string {
  if (quality === 'unchanged') return 'Answers stay as they are.';
  if (quality === 'not_measured') return 'Its effect on quality is not measured.';
  return `Quality ${points(quality.difference)} points (${range(quality.low, quality.high, points)}).`;
}

/** The first sentence: the largest saving of traffic that may be taken now, and how many techniques found one. */
export function savingsHeadline({ status, report }: SavingsState): string {
  if (report === null) return status === 'none' ? 'No savings have been computed yet.' : 'Savings are being computed.';
  const ready = report.cards.flatMap(({ technique, found }) =>
    found.filter(({ recommended }) => recommended).map((one) => ({ technique, one })),
  );
  const [best] = ready.sort(
    (a, b) => Number(b.one.requests > 0) - Number(a.one.requests > 0) || b.one.savedUsd - a.one.savedUsd,
  );
  const found = report.cards.filter((card) => card.found.length > 0).length;
  const tail = `${count(found)} of ${count(report.cards.length)} techniques found a saving`;
  if (best === undefined)
    return found === 0
      ? 'No technique found a saving it can prove.'
      : `${tail}; none is safe to take without an evaluation.`;
  const would = `${TECHNIQUE_TITLES[best.technique]} would have saved ${money(best.one.savedUsd)} ${periodOf(best.one)}`;
  return `${would}; ${tail}.`;
}

/** The basis of all amounts. */
export function savingsEvidence({ report }: SavingsState): string {
  if (report === null)
    return 'Prefix caching, output compression, a shorter prompt, a smaller model: each from your own requests and runs.';
  return `From ${plural(report.requests, 'request')} of the last 30 days at the prices in force, and from paired runs. Amounts of different techniques do not add up: each reduces what the others can save.`;
}

/** `12.4 %` of input tokens. */
export const cachedShare = ({ tokensIn, tokensCached }: Report['caches'][number]): string =>
  percent(tokensIn > 0 ? tokensCached / tokensIn : null);
