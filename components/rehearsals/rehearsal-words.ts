import { meterText } from '#components/models/meter-text.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { change, count, latency, money, percent, plural, range, sampleSize, UNKNOWN } from '#components/ui/format.ts';
import type { MeterName } from '#server/models/prices/domain/meters.ts';
import type { OptionState } from '#server/rehearsals/domain/readiness.ts';

export type RehearsalData = Outputs['rehearsals']['read'];
export type PlaceRow = RehearsalData['places'][number];
export type OptionRow = PlaceRow['options'][number];
export type ReplacementRow = RehearsalData['replacements'][number];

/** What stands between a prompt and its replacement, after a number of prompts: `2 have no run to compare`. */
export const STATE_WORDS: Record<OptionState, { one: string; many: string }> = {
  open: { one: 'has its promotion open', many: 'have their promotions open' },
  ready: { one: 'is ready', many: 'are ready' },
  inconclusive: { one: 'is undecided', many: 'are undecided' },
  no_run: { one: 'has no run to compare', many: 'have no run to compare' },
  fails: { one: 'fails its gate', many: 'fail their gate' },
};

/** A cell's figure and the small line below it. */
type Figure = { main: string; sub: string };

/** An amount with its sign: `+$12.40`, `−$3.10`. */
export const signedMoney = (usd: number): string => (usd > 0 ? `+${money(usd)}` : money(usd));

/** The change of cost as its 95 % interval; as one figure where there is none, or both ends are written alike. */
export function intervalWords({ ci95, change: by }: OptionRow['cost']): string {
  if (ci95 === null || change(ci95[0]) === change(ci95[1])) return change(by);
  return range(ci95[0], ci95[1], change);
}

/** The change of cost over the window: `−$12.40`, below it the cost now and the interval of the change. */
export function costFigure({ cost }: OptionRow): Figure {
  if (cost.requests === 0) return { main: UNKNOWN, sub: 'no traffic to price' };
  if (cost.nowUsd === null || cost.replacementUsd === null) return { main: UNKNOWN, sub: lackingWords(cost.lacking) };
  const share = intervalWords(cost);
  const known = cost.known < cost.sampled ? `, ${percent(cost.known / cost.sampled)} known` : '';
  return { main: signedMoney(cost.replacementUsd - cost.nowUsd), sub: `of ${money(cost.nowUsd)}, ${share}${known}` };
}

const BECAUSE: Record<string, string> = {
  no_price: 'no price for',
  no_count: 'no count of',
  tie: 'two prices for',
  not_a_count: 'a wrong count of',
  more_than_whole: 'a wrong count of',
};

/** The first thing that a cost lacks: `no price for cached input`. */
export function lackingWords(lacking: OptionRow['cost']['lacking']): string {
  const [first] = lacking;
  if (first === undefined) return 'unknown';
  const whose = first.of === 'now' ? ' now' : '';
  return `${BECAUSE[first.because] ?? 'unknown:'} ${meterText(first.meter as MeterName, null).toLowerCase()}${whose}`;
}

/** The P99 with the replacement, below it the change and where it was measured. */
export function latencyFigure({ latency: { replacement, basis, change: by } }: OptionRow): Figure {
  if (replacement === null) return { main: UNKNOWN, sub: 'not measured' };
  const where = basis === 'traffic' ? 'traffic' : 'runs';
  return { main: latency(replacement.p99), sub: `${change(by)}, ${where}, ${sampleSize(replacement.n)}` };
}

/** The token counts that the replacement was priced with, in a sentence. */
export function tokensSentence({ cost: { tokens } }: OptionRow): string {
  if (tokens.basis === 'same') return 'Assumed: as many tokens as now, since no run of both measured them.';
  const times = (factor: number) => `${factor.toFixed(2)}\u00a0×`;
  return `Measured by ${plural(tokens.n, 'answer')} of both: ${times(tokens.factors.input)} the input tokens and ${times(tokens.factors.output)} the output tokens of now.`;
}

/** The requests that a change of cost is of, in a sentence. */
export function requestsSentence({ cost }: OptionRow): string {
  if (cost.requests === 0) return 'No request of it in the window.';
  const sampled = cost.sampled < cost.requests ? `, of which ${count(cost.sampled)} drawn at random were priced` : '';
  const known = cost.known < cost.sampled ? ` The cost of ${count(cost.known)} is known on both sides.` : '';
  return `${plural(cost.requests, 'request')}${sampled}.${known}`;
}
