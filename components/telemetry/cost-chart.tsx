import { count, money } from '#components/ui/format.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { beforeLine } from './before-line.ts';
import { type ChartFrame, ChartPanel } from './chart-panel.tsx';
import { endLabelOf, hasAny, type Monitor, ratePoints } from './series.ts';
import { moneyTick } from './tick-format.ts';

const COLOURS = [
  'var(--chart-1)',
  'var(--chart-2)',
  'var(--chart-3)',
  'var(--chart-4)',
  'var(--chart-5)',
  'var(--chart-8)',
];

/** Dollars an hour, stacked by model. */
export function CostChart({ data, frame }: { data: Monitor; frame: ChartFrame }) {
  const { cost, costKnown, requests } = data.totals;
  const unknown = requests - costKnown;
  const rate = { stepMs: data.stepMs, unitMs: HOUR_MS, now: frame.now };
  return (
    <ChartPanel
      id="cost"
      title="Cost"
      qualifier={unknown > 0 ? `an hour, by model; ${count(unknown)} unknown` : 'an hour, by model'}
      meta={money(cost)}
      series={[
        ...data.cost.byModel
          .filter((one) => one.total !== null)
          .map((one, i) => ({
            key: `${one.provider}/${one.model}`,
            label: one.model,
            endLabel: endLabelOf(one.model),
            colour: COLOURS[i] ?? 'var(--chart-8)',
            kind: 'area' as const,
            points: ratePoints(data.t, one.values, rate),
          })),
        ...beforeLine(data.compare && ratePoints(data.t, data.compare.cost, rate)),
      ]}
      format={moneyTick}
      formatValue={money}
      frame={frame}
      empty={hasAny(data.cost.total) ? undefined : 'cost unknown: no event reports it, no price is registered'}
    />
  );
}
