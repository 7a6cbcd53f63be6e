'use client';

import { useQuery } from '@tanstack/react-query';
import { ChartGroup } from '#components/charts/time/chart-group.tsx';
import { ChartState } from '#components/charts/time/chart-state.tsx';
import type { Mark, MarkKind, Series } from '#components/charts/time/chart-types.ts';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { latency, score } from '#components/ui/format.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Alert } from './alert-words.ts';

const HEIGHT = 200;
const AXIS_WIDTH = 52;

type Chart = NonNullable<Outputs['alerts']['chart']>;

/** Formats a value of the chart in its unit. */
export const unitFormat: Record<Chart['unit'], (value: number) => string> = {
  share: (value) => score(value),
  percent: (value) => `${Number(value.toFixed(1))} %`,
  ms: (value) => latency(value),
  plain: (value) => String(Number(value.toPrecision(4))),
};

/** Marks that the chart knows, by the kinds of the feed of changes. */
const MARKS: Record<string, MarkKind> = {
  ...{ deployment: 'deployment', rollout: 'rollout', rollback: 'roll-back', price: 'price', incident: 'incident' },
};

/** The series of an alert with its interval and its limit; the changes on the rail, the bad time shaded. */
export function AlertChart({ project, alert }: { project: string; alert: Alert }) {
  const trpc = useTRPC();
  const { data: chart, isError } = useQuery({
    ...trpc.alerts.chart.queryOptions({ project, id: alert.id }),
    refetchInterval: AGAIN_MS.resting,
  });
  if (isError) {
    return (
      <ChartState kind="none" height={HEIGHT}>
        the series cannot be read right now
      </ChartState>
    );
  }
  if (chart === undefined) return <Skeleton className="h-[200px]" />;
  if (chart === null) return null;
  const from = chart.starts[0] ?? 0;
  const until = (chart.starts.at(-1) ?? 0) + 300_000;
  const began = alert.impactStart?.getTime() ?? alert.openedAt.getTime();
  const format = unitFormat[chart.unit];
  return (
    <>
      <h3 className="mb-1 text-12 text-muted-foreground">{chart.metric}</h3>
      <ChartGroup left={AXIS_WIDTH}>
        <LazyTimeChart
          label={`${chart.metric}: ${alert.title}`}
          series={seriesOf(chart)}
          marks={marksOf(project, alert)}
          from={from}
          to={until}
          limits={chart.line === null ? [] : [{ value: chart.line, label: `limit ${format(chart.line)}` }]}
          shades={[{ from: began, to: alert.resolvedAt?.getTime() ?? until }]}
          format={format}
          height={HEIGHT}
        />
      </ChartGroup>
    </>
  );
}

function seriesOf({ points, starts, metric }: Chart): Series[] {
  const at = (i: number): number => starts[i] ?? 0;
  const band = points.map(({ low, high }, i) => [at(i), low, high] as const);
  const line = points.map(({ value }, i) => [at(i), value] as const);
  const hasBand = points.some(({ low }) => low !== null);
  return [
    ...(hasBand
      ? [{ key: 'interval', label: '95 % interval', colour: 'var(--stable)', kind: 'band' as const, points: band }]
      : []),
    { key: 'value', label: metric, colour: 'var(--stable)', kind: 'line', points: line, endLabel: false },
  ];
}

function marksOf(project: string, { changes }: Alert): Mark[] {
  return changes.flatMap(({ at, kind, title, path }) => {
    const mark = MARKS[kind];
    return mark === undefined ? [] : [{ t: Date.parse(at), kind: mark, title, href: to.change(project, path) }];
  });
}
