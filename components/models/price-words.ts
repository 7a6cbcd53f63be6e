import type { Outputs } from '#components/shell/trpc.ts';
import { money, times } from '#components/ui/format.ts';
import { CATALOGUES, type Source } from '#server/models/catalogues/domain/catalogue.ts';
import { isMeterName } from '#server/models/prices/domain/meters.ts';
import { conditionsOf, conditionsText } from '#server/models/prices/domain/row-entry.ts';
import { meterText } from './meter-text.ts';

/** A price that waits for a person. */
export type Disagreement = Outputs['catalogues']['disagreements']['data'][number];
/** What one side states. */
export type StatedPrice = Disagreement['stated'][number];

/** `LiteLLM`, or `The registry`. */
export const sourceName = (source: Source | 'own'): string =>
  source === 'own' ? 'The registry' : CATALOGUES[source].label;

/** `$2.50 per million`, `$0.01 each`: the amount is exact, with cents or more decimals. */
export const amountInWords = ({ amount, per }: Pick<StatedPrice, 'amount' | 'per'>): string =>
  `$${withCents(amount)} ${per === 1 ? 'each' : per === 1_000_000 ? 'per million' : `per ${per.toLocaleString('en')}`}`;

const withCents = (amount: string): string => {
  const [whole, decimals = ''] = amount.split('.');
  return `${whole}.${decimals.padEnd(2, '0')}`;
};

/** `Input, from 200001 input tokens`: what the price is for. */
export function pricedInWords({ meter, conditions }: Pick<Disagreement, 'meter' | 'conditions'>): string {
  const only = conditionsText(conditionsOf(conditions));
  const name = isMeterName(meter) ? meterText(meter, null) : meter;
  return only === '' ? name : `${name}, ${only}`;
}

/** `The highest is 1.5 × the lowest.`, or that one says it is free. */
export const spreadInWords = ({ ratio, stated }: Pick<Disagreement, 'ratio' | 'stated'>): string =>
  stated.length < 2
    ? ''
    : ratio === null
      ? 'One says that it is free.'
      : `The highest is ${ratio < 1.1 ? `${ratio.toFixed(3)}\u00a0×` : times(ratio)} the lowest.`;

/** `$3.00 in, $15.00 out per million`, of rows without conditions; null where there are none. */
export function listedInWords(prices: Outputs['catalogues']['listed'][number]['prices']): string | null {
  const of = (meter: string) =>
    prices.find((row) => row.meter === meter && row.per === 1_000_000 && Object.keys(row.when).length === 0);
  const [input, output] = [of('tokens_in'), of('tokens_out')];
  if (!input || !output) return null;
  return `${money(Number(input.amount))} in, ${money(Number(output.amount))} out per million tokens`;
}
