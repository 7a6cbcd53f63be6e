import { count, countShort } from '#components/ui/format.ts';
import { beforeLine } from './before-line.ts';
import { type ChartFrame, ChartPanel } from './chart-panel.tsx';
import { hasAny, type Monitor, rateOf, ratePoints } from './series.ts';
import { countTick } from './tick-format.ts';

const LINES = [
  { key: 'in', colour: 'var(--chart-1)' },
  { key: 'cached', colour: 'var(--chart-3)' },
  { key: 'out', colour: 'var(--chart-2)' },
] as const;

/** Tokens in, cached and out. */
export function TokensChart({ data, frame }: { data: Monitor; frame: ChartFrame }) {
  const { unitMs, word } = rateOf(data.stepMs);
  const rate = { stepMs: data.stepMs, unitMs, now: frame.now };
  const { tokensIn, tokensOut } = data.totals;
  const total = tokensIn === null && tokensOut === null ? null : (tokensIn ?? 0) + (tokensOut ?? 0);
  return (
    <ChartPanel
      id="tokens"
      title="Tokens"
      qualifier={`in, cached, out, ${word}`}
      meta={countShort(total)}
      series={[
        ...LINES.map(({ key, colour }) => ({
          key,
          label: key,
          colour,
          kind: 'line' as const,
          points: ratePoints(data.t, data.tokens[key], rate),
        })),
        ...beforeLine(data.compare && ratePoints(data.t, data.compare.tokensIn, rate)),
      ]}
      format={countTick}
      formatValue={(value) => (value < 10 ? countTick(value) : count(value))}
      frame={frame}
      empty={hasAny(data.tokens.in) || hasAny(data.tokens.out) ? undefined : 'tokens unknown: no event reports them'}
    />
  );
}
