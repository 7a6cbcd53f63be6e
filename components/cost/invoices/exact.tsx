import { exactParts } from './invoice-words.ts';

/** An exact amount: dollars and cents, and what is finer in grey, so that columns add up to the last digit. */
export function Exact({ usd }: { usd: string }) {
  const { sign, dollars, rest } = exactParts(usd);
  return (
    <span className="tabular-nums">
      {sign}
      {dollars}
      {rest !== '' && <span className="text-11 text-muted-foreground">{rest}</span>}
    </span>
  );
}
