'use client';

import { useMemo } from 'react';
import { ChartState } from '#components/charts/time/chart-state.tsx';
import type { BandPoint, Point, Series } from '#components/charts/time/chart-types.ts';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import { endLabelOf, marksOf } from '#components/telemetry/series.ts';
import { moneyTick } from '#components/telemetry/tick-format.ts';
import { money } from '#components/ui/format.ts';
import type { CostPage } from './cost-words.ts';
import { groupName } from './cost-words.ts';
import { VARIANT_MAX } from './outcome-lines.ts';

const HEIGHT = 212;
/** Stable and candidate have colours of their own on every page. */
const COLOURS = ['var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)', 'var(--chart-5)', 'var(--chart-6)'];

/** Cost per outcome over time, a line a group, with its interval and what was changed. */
export function OutcomeChart({
  project,
  page,
  onPick,
}: {
  project: string;
  page: CostPage;
  onPick: (at: number) => void;
}) {
  const series = useMemo(() => seriesOf(page), [page]);
  const marks = useMemo(() => marksOf(project, page.marks), [project, page.marks]);
  const isDrawn = page.series.some(({ points }) => points.some(({ cost }) => cost !== null));
  if (!isDrawn) {
    return (
      <ChartState kind="little" height={HEIGHT}>
        no mature task with a success and a known cost in this range
      </ChartState>
    );
  }
  return (
    <LazyTimeChart
      label="Cost per outcome over time, with 95 % intervals"
      series={series}
      marks={marks}
      from={page.from}
      to={page.to}
      format={moneyTick}
      formatValue={money}
      height={HEIGHT}
      onPick={onPick}
    />
  );
}

function seriesOf({ series, groups, baselines, from, matureUntil, stepMs }: CostPage): Series[] {
  const drawn = groups.filter((each) => series.some(({ key }) => key === each.key));
  const isOnePrompt = new Set(drawn.map(({ group }) => group.prompt)).size <= 1;
  return series.flatMap(({ key, points }, i): Series[] => {
    const group = drawn.find((each) => each.key === key);
    if (group === undefined) return [];
    const isCandidate = group.group.arm === 'candidate';
    const colour = isCandidate
      ? 'var(--candidate)'
      : isOnePrompt && baselines.includes(key)
        ? 'var(--stable)'
        : (COLOURS[i] ?? 'var(--chart-8)');
    const name = groupName(group);
    const at = new Map(points.map((point) => [point.t, point]));
    const starts: number[] = [];
    for (let t = Math.floor(from / stepMs) * stepMs; t < matureUntil; t += stepMs) starts.push(t);
    return [
      {
        kind: 'band',
        key: `${key} interval`,
        label: `${name}, 95 % interval`,
        colour,
        points: starts.map((t): BandPoint => [t, at.get(t)?.low ?? null, at.get(t)?.high ?? null]),
      },
      {
        kind: 'line',
        key,
        label: name,
        endLabel: endLabelOf(String((isOnePrompt ? group.group.version : undefined) ?? name), VARIANT_MAX),
        colour,
        strength: isCandidate ? 'thick' : 'pure',
        points: starts.map((t): Point => [t, at.get(t)?.cost ?? null]),
      },
    ];
  });
}
