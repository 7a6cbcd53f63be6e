import { count, money, pricePerMillion } from '#components/ui/format.ts';
import type { Found } from './savings-words.ts';

type Line = Found['lines'][number];

/** `195,520 × $3.00 / 1 M`, or how many answers the amount is of. */
function workOf({ quantity, price }: Line): string | null {
  if (quantity === null) return null;
  return price === null
    ? `${count(quantity)} answers`
    : `${count(quantity)} × ${pricePerMillion((price.usd / price.per) * 1e6)}`;
}

/** The sum, line by line: what the present costs is positive, what the technique costs negative. */
export function Arithmetic({ found }: { found: Found }) {
  return (
    <dl className="grid gap-1.5 border-t pt-2">
      {found.lines.map((line) => (
        <div key={line.what} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
          <dt>{line.what}</dt>
          <dd className="text-right tabular-nums">{signed(line.usd)}</dd>
          {workOf(line) !== null && <dd className="col-span-full text-12 text-muted-foreground">{workOf(line)}</dd>}
        </div>
      ))}
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-t pt-1.5 font-semibold">
        <dt>saved</dt>
        <dd className="text-right tabular-nums">{money(found.savedUsd)}</dd>
      </div>
    </dl>
  );
}

const signed = (usd: number): string => (usd > 0 ? `+${money(usd)}` : money(usd));
