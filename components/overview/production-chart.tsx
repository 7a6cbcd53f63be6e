'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { ChartGroup } from '#components/charts/time/chart-group.tsx';
import { MarkKey } from '#components/charts/time/mark-glyph.tsx';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import { windowQuery } from '#components/shell/time/window-query.ts';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { marksOf, pointsOf, ratePoints } from '#components/telemetry/series.ts';
import { countTick, percentTick } from '#components/telemetry/tick-format.ts';
import { count, percent, share } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { ERROR_RATE_MAX } from './headline.ts';

type Page = Outputs['overview']['page'];

const PRODUCTION = { environment: DEFAULT_ENVIRONMENT } as const;
const LIMITS = [{ value: ERROR_RATE_MAX, label: `limit ${share(ERROR_RATE_MAX)}` }];
const KEY = ['deployment', 'roll-back', 'incident', 'price'] as const;
const perMinute = (value: number) => (value < 10 ? countTick(value) : count(value));

/** Requests a minute and the error rate under each other, with what changed on the rail. */
export function ProductionChart({
  project,
  tiles,
  changes,
}: {
  project: string;
  tiles: Page['tiles'];
  changes: Page['changes'];
}) {
  const router = useRouter();
  const now = useNow();
  const { t, stepMs } = tiles;
  const requests = useMemo(
    () => ratePoints(t, tiles.tiles.requests.spark, { stepMs, unitMs: 60_000, now }),
    [t, stepMs, tiles, now],
  );
  const errors = useMemo(() => pointsOf(t, tiles.tiles.errorRate.spark), [t, tiles]);
  const marks = useMemo(
    () =>
      marksOf(
        project,
        changes.map((change) => ({ ...change, t: change.at.getTime() })),
      ),
    [project, changes],
  );
  const open = (at: number) => router.push(to.requests(project, { ...PRODUCTION, ...windowQuery(at, at + stepMs) }));
  const window = { from: tiles.from, to: tiles.to, onPick: open };
  const last = (points: typeof errors) => points.findLast(([, value]) => value !== null)?.[1] ?? null;
  return (
    <Panel>
      <PanelHeader
        title="Production, last 24 hours"
        meta={
          <>
            <MarkKey kinds={[...KEY]} />
            <TextLink href={to.monitor(project, PRODUCTION)} className="ml-2">
              Open in Monitor
            </TextLink>
          </>
        }
      />
      <PanelBody>
        <ChartGroup left={44} right={64}>
          <p className="text-12 text-muted-foreground">Requests a minute</p>
          <LazyTimeChart
            {...window}
            label="Requests a minute in production, last 24 hours"
            height={96}
            axis={false}
            format={countTick}
            formatValue={perMinute}
            series={[
              {
                key: 'requests',
                label: 'requests',
                colour: 'var(--foreground)',
                kind: 'line',
                endLabel: perMinute(last(requests) ?? 0),
                points: requests,
              },
            ]}
          />
          <p className="text-12 text-muted-foreground">Error rate</p>
          <LazyTimeChart
            {...window}
            label="Error rate in production, last 24 hours"
            height={120}
            format={percentTick}
            formatValue={percent}
            marks={marks}
            limits={LIMITS}
            series={[
              {
                key: 'errors',
                label: 'errors',
                colour: 'var(--fail)',
                kind: 'line',
                endLabel: percent(last(errors)),
                points: errors,
              },
            ]}
          />
        </ChartGroup>
      </PanelBody>
    </Panel>
  );
}
