import { meterText } from '#components/models/meter-text.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { change, count, money, moneyBeside, plural } from '#components/ui/format.ts';
import { isMeterName } from '#server/models/prices/domain/meters.ts';

export type Preview = Outputs['reprice']['preview'];
export type RepriceState = Outputs['reprice']['list'][number];
export type RepriceDetail = Outputs['reprice']['detail'];
export type Figures = Preview['total'];
type Lacking = Preview['lacking'][number];

/** The headline of the page: what runs, else what failed last, else how it stands. */
export function repriceHeadline(list: readonly RepriceState[]): string {
  const running = list.filter(({ status }) => status === 'running');
  const [first] = running;
  if (first !== undefined) {
    return running.length === 1
      ? `The requests of ${first.model} are being priced again.`
      : `The requests of ${count(running.length)} models are being priced again.`;
  }
  const [last] = list;
  if (last === undefined) return 'No price has been corrected yet.';
  if (last.status === 'failed') return `Pricing the requests of ${last.model} again failed.`;
  return last.figures.changed === 0
    ? `The last correction, of ${last.model}, changed no request.`
    : `The last correction changed the cost of ${last.model} ${movedWords(last.figures)}.`;
}

export const REPRICE_EVIDENCE =
  'A request keeps the cost that the prices of its time gave it. After a correction, requests are priced again; a cost that came with a request stays.';

const movedWords = ({ beforeUsd, afterUsd }: Figures): string => `from ${money(beforeUsd)} to ${money(afterUsd)}`;

/** `+$2.80, +23 %`; the share only where something was known before. */
export function differenceWords({ beforeUsd, afterUsd }: Pick<Figures, 'beforeUsd' | 'afterUsd'>): string {
  const difference = afterUsd - beforeUsd;
  if (difference === 0) return 'the same sum';
  const size = moneyBeside(Math.abs(difference), Math.max(beforeUsd, afterUsd));
  const amount = `${difference > 0 ? '+' : '−'}${size}`;
  return beforeUsd > 0 ? `${amount}, ${change(difference / beforeUsd)}` : amount;
}

/** What changes, or did, in sentences; unknown costs come with what they lack. `stay`: null where it was not kept. */
export function repriceSentences(
  figures: Figures,
  { stay, lacking, done }: { stay: number | null; lacking: readonly Lacking[]; done: boolean },
): string[] {
  const { events, changed, recorded, becameKnown, becameUnknown, beforeUsd, afterUsd } = figures;
  if (events === 0) return ['There are no requests of this model in this time.'];
  const sentences = [
    changed === 0
      ? `None of ${plural(events, 'request')} ${done ? 'changed' : 'changes'}.`
      : `${count(changed)} of ${plural(events, 'request')} ${done ? 'changed' : 'change'}: ${money(beforeUsd)} ${done ? 'became' : 'becomes'} ${money(afterUsd)} (${differenceWords(figures)}).`,
  ];
  if (becameKnown > 0) sentences.push(`${plural(becameKnown, 'request')} ${done ? 'gained' : 'gain'} a price.`);
  if (becameUnknown > 0) {
    sentences.push(`The cost of ${plural(becameUnknown, 'request')} ${done ? 'became' : 'becomes'} unknown.`);
  }
  if (stay !== null && stay > 0) sentences.push(`The cost of ${plural(stay, 'request')} stays unknown.`);
  if (lacking.length > 0) sentences.push(`What is lacking: ${lacking.map(lackingWords).join('; ')}.`);
  if (recorded > 0) sentences.push(`${plural(recorded, 'request')} came with a cost, which stays.`);
  return sentences;
}

/** `no price of Written to the cache, 1 hour, for 12 requests`. */
export function lackingWords({ meter, cacheTtl, because, events }: Lacking): string {
  const name = isMeterName(meter) ? meterText(meter, cacheTtl) : meter;
  const of = `for ${plural(events, 'request')}`;
  switch (because) {
    case 'no_price':
      return `no price of ${name}, ${of}`;
    case 'no_count':
      return `${name} was not counted, ${of}`;
    case 'tie':
      return `two prices of ${name} hold and neither is more specific, ${of}`;
    case 'not_a_count':
      return `${name} is no number of things, ${of}`;
    case 'more_than_whole':
      return `${name} is more than what it is a part of, ${of}`;
  }
}

type Effect = Preview['budgets'][number];

/** What becomes of a budget: the thresholds that it passes or is below again. */
export function budgetWords({ passes, falls, limit, spentAfter }: Effect): string {
  const parts = [
    passes.length > 0 ? `passes ${percents(passes)}` : '',
    falls.length > 0 ? `is below ${percents(falls)} again` : '',
    spentAfter !== null && spentAfter > limit ? `over by ${money(spentAfter - limit)}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'passes no threshold' : parts.join(', ');
}

const percents = (list: readonly number[]): string => `${new Intl.ListFormat('en-GB').format(list.map(String))}\u00a0%`;
