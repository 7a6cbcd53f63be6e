import { meterText } from '#components/models/meter-text.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Facts } from '#components/ui/data/rows.tsx';
import { count, money } from '#components/ui/format.ts';
import type { Lacking } from '#server/models/prices/domain/price-usage.ts';

type Request = Outputs['telemetry']['request'];
type Line = Request['arithmetic']['lines'][number];

/** Where the cost comes from: what was counted × its price, line by line, or what is lacking to know it. */
export function CostArithmetic({ request }: { request: Request }) {
  const { cost, costSource, usageUnread, usageProblem, notBilled } = request;
  const { lines, total, lacking } = request.arithmetic;
  return (
    <section>
      <h3 className="font-semibold">Cost {money(cost)}</h3>
      {lines.length > 0 && <Facts facts={lines.map((line) => [nameOf(line), termOf(line)])} />}
      {lacking.map((one) => (
        <p key={`${one.meter} ${one.because}`} className="text-12 text-muted-foreground">
          {sentenceOf(one)}
        </p>
      ))}
      {notBilled && (
        <p className="text-12 text-muted-foreground">
          Not billed: it ended with 429 or 5xx, without usage and before a first token.
        </p>
      )}
      {usageProblem !== null && (
        <p className="text-12 text-muted-foreground">
          The usage object was kept and not read: {usageProblem.path === '' ? '' : `${usageProblem.path}: `}
          {usageProblem.message}
        </p>
      )}
      {usageUnread.length > 0 && (
        <p className="text-12 text-muted-foreground">
          The cost may lack what these fields of the usage object count: {usageUnread.join(', ')}.
        </p>
      )}
      <p className="text-12 text-muted-foreground">{differenceOf(cost, total, costSource)}</p>
    </section>
  );
}

const nameOf = ({ meter, cacheTtl }: Pick<Line, 'meter' | 'cacheTtl'>): string => meterText(meter, cacheTtl);

function termOf({ quantity, per, price, amount, conditions }: Line): string {
  const unit = per === 1 ? '' : per === 1_000_000 ? ' per million' : ` per ${count(per)}`;
  return `${count(quantity)} × $${price}${unit}${conditions === '' ? '' : ` (${conditions})`} = $${amount}`;
}

function sentenceOf(lacking: Lacking): string {
  const name = 'cacheTtl' in lacking ? nameOf(lacking) : meterText(lacking.meter, null);
  switch (lacking.because) {
    case 'no_price':
      return `${name}: the registry has no price for it at that time.`;
    case 'no_count':
      return `${name}: has a price, but was not counted.`;
    case 'tie':
      return `${name}: two prices hold, and neither is more specific.`;
    case 'not_a_count':
      return `${name}: is no number of things.`;
    case 'more_than_whole':
      return `${name}: more than ${meterText(lacking.whole, null)}, of which it is a part.`;
  }
}

/** How the stored cost and that of the registered prices go together. */
function differenceOf(cost: number | null, total: string | null, source: Request['costSource']): string | null {
  if (cost === null) {
    return total === null
      ? 'Unknown, and not 0: it is left out of every sum.'
      : `Unknown when the event came; the prices of today make it ${money(Number(total))}.`;
  }
  const stored = source === 'computed' ? 'As the prices made it when the event came' : 'As it was reported';
  if (total === null) return `${stored}; the prices of today do not say it.`;
  return Math.abs(Number(total) - cost) < 1e-9
    ? null
    : `${stored}; the prices of today make it ${money(Number(total))}.`;
}
