'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { score } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { marksOf } from '../series.ts';
import { bandsOf, linesOf, qualityScale } from './version-lines.ts';

/** Beside the timeline: quality in the last environment by version. Renders nothing while nothing was judged. */
export function QualityPanel({ name, environment }: { name: string; environment: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: series } = useQuery(
    trpc.telemetry.versionSeries.queryOptions({ project: project.name, prompt: name, environment, range: '30d' }),
  );
  const drawn = useMemo(
    () => (series ? [...bandsOf(series), ...linesOf(series, (line) => line.quality.mean)] : []),
    [series],
  );
  if (!series?.versions.some(({ totals }) => totals.quality !== null)) return null;
  return (
    <Panel>
      <PanelHeader
        title={`Quality in ${environment}, by version`}
        meta={
          <TextLink href={to.prompt(project.name, name, { tab: 'metrics', environment, range: '30d' })}>
            Metrics
          </TextLink>
        }
      />
      <div className="px-3 py-2">
        <LazyTimeChart
          label={`Quality in ${environment} by version, 30 days`}
          series={drawn}
          marks={marksOf(project.name, series.marks)}
          from={series.from}
          to={series.to}
          format={(value) => value.toFixed(2)}
          formatValue={score}
          {...qualityScale(series)}
          height={160}
        />
      </div>
    </Panel>
  );
}
