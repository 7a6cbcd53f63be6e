import { ChartGroup } from '#components/charts/time/chart-group.tsx';
import { ChartState } from '#components/charts/time/chart-state.tsx';
import type { BandPoint, Point, Series } from '#components/charts/time/chart-types.ts';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import { to } from '#components/shell/to.ts';
import { moneyTick } from '#components/telemetry/tick-format.ts';
import { money } from '#components/ui/format.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { BudgetsData } from './budgets-headline.ts';

type Spend = BudgetsData['month'];

const HEIGHT = 260;
/** Room for a tick such as $9500. */
const AXIS_WIDTH = 52;

/**
 * The month as it adds up: whole days that are over, from there the forecast with its 80 % interval, and the budget. What
 * today has cost so far is in its forecast.
 */
export function MonthChart({
  project,
  name,
  spend,
  limit,
}: {
  project: string;
  name: string;
  spend: Spend;
  limit: number | null;
}) {
  const { month } = spend;
  if (month === null || spend.spent === null) {
    return (
      <ChartState kind="none" height={HEIGHT}>
        spend unknown
      </ChartState>
    );
  }
  return (
    <ChartGroup left={AXIS_WIDTH}>
      <LazyTimeChart
        label={`Spend of ${name}, adding up over the month`}
        series={monthSeries(spend)}
        marks={spend.steps.map(({ at, factor }) => ({
          t: at,
          kind: 'price',
          title: `Price change: days from here cost ${factor.toFixed(2)} times as much`,
          href: to.budgets(project),
        }))}
        from={month.from}
        to={month.to}
        limits={limit === null ? [] : [{ value: limit, label: `budget ${money(limit)}` }]}
        format={moneyTick}
        formatValue={money}
        height={HEIGHT}
      />
    </ChartGroup>
  );
}

/** Lines of the spend, at the ends of days. */
export function monthSeries({ days, month, forecast }: Pick<Spend, 'days' | 'month' | 'forecast'>): Series[] {
  if (month === null) return [];
  let sum = 0;
  const spent: Point[] = [[month.from, 0]];
  for (const { at, amount } of days) {
    sum += amount ?? 0;
    spent.push([at + DAY_MS, sum]);
  }
  const line = { key: 'spent', label: 'spent', colour: 'var(--stable)', kind: 'line' } as const;
  if (forecast === null || forecast.refused !== null) return [{ ...line, points: spent }];
  const whole = spent.slice(0, -1);
  const [at, from] = whole.at(-1) ?? [month.from, 0];
  const points: Point[] = [[at, from], ...forecast.days.map((day): Point => [day.at + DAY_MS, day.upTo.amount])];
  const band: BandPoint[] = [
    [at, from, from],
    ...forecast.days.map((day): BandPoint => [day.at + DAY_MS, day.upTo.low, day.upTo.high]),
  ];
  return [
    { key: 'interval', label: '80 % interval', colour: 'var(--stable)', kind: 'band', points: band },
    { ...line, points: whole, endLabel: false },
    { ...line, key: 'forecast', label: 'forecast', dashed: true, points, endLabel: money(forecast.total) },
  ];
}
