'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ChartGroup } from '#components/charts/time/chart-group.tsx';
import type { Series } from '#components/charts/time/chart-types.ts';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { plural } from '#components/ui/format.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time/time.tsx';
import type { Rule } from '#server/alerts/domain/rule.ts';
import type { SeriesKind } from '#server/alerts/domain/series-kind.ts';
import { unitFormat } from './alert-chart.tsx';

type Preview = Outputs['alerts']['preview'];

const SHOWN_MAX = 8;
const UNIT = {
  quality: 'share',
  latency: 'ms',
  error_rate: 'percent',
  burn_rate: 'percent',
  outcome: 'share',
  injection: 'percent',
} as const;

/** When the rule would have fired in the last days, what it costs in noise, and what other limits would. */
export function MonitorPreview({ project, kind, rule }: { project: string; kind: SeriesKind; rule: Rule }) {
  const trpc = useTRPC();
  const [days, setDays] = useState<7 | 30>(7);
  const sent = { ...rule, groupBy: [...rule.groupBy], pairs: [...rule.pairs] };
  const { data, error } = useQuery({
    ...trpc.alerts.preview.queryOptions({ project, kind, rule: sent, days }),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="min-w-0 max-[1000px]:border-t" aria-live="polite">
      <div className="flex flex-wrap items-center gap-2 px-3 py-2">
        <h3 className="mr-auto text-12 text-muted-foreground">
          {data === undefined ? `Last ${days} days` : previewHeadline(data, days)}
        </h3>
        <Segmented
          label="Days"
          value={String(days)}
          options={[
            { value: '7', label: '7 d' },
            { value: '30', label: '30 d' },
          ]}
          onChange={(value) => setDays(value === '30' ? 30 : 7)}
        />
      </div>
      {error !== null && <p className="px-3 pb-3 text-fail">{sentenceOf(error)}</p>}
      {data === undefined && error === null && <Skeleton className="mx-3 h-60" />}
      {data !== undefined && <Drawn kind={kind} data={data} />}
    </div>
  );
}

export function previewHeadline({ firings, series }: Pick<Preview, 'firings' | 'series'>, days: number): string {
  if (series === 0) return `Last ${days} days: no traffic that this rule watches`;
  return `Last ${days} days: it would have fired ${plural(firings.length, 'time')}`;
}

function Drawn({ kind, data }: { kind: SeriesKind; data: Preview }) {
  const format = unitFormat[kind === 'telemetry_missing' || kind === 'metric' ? 'plain' : UNIT[kind]];
  const { chart, firings, variants } = data;
  return (
    <>
      {chart !== null && (
        <div className="px-3">
          <ChartGroup left={52}>
            <LazyTimeChart
              label={`The busiest series of ${data.series}, and the rule`}
              series={seriesOf(chart)}
              marks={firings.map(({ at, title }) => ({ t: at, kind: 'incident', title }))}
              from={data.from}
              to={data.to}
              format={format}
              height={210}
            />
          </ChartGroup>
        </div>
      )}
      <Rows className="border-t">
        {firings.slice(-SHOWN_MAX).map((firing) => (
          <Row
            key={`${firing.at} ${firing.title}`}
            lead={<Time at={firing.at} style="at" />}
            title={firing.title}
            sub={
              firing.impactStart === null
                ? undefined
                : `${Math.round((firing.at - firing.impactStart) / 60_000)} min after its first bad minute`
            }
            action={
              <StatusBadge state={firing.isReal ? 'ok' : 'stale'} plain>
                {firing.isReal ? 'Real' : 'Nothing followed'}
              </StatusBadge>
            }
          />
        ))}
      </Rows>
      <Costs variants={variants} />
      <p className="px-3 py-2 text-12 text-muted-foreground">
        Replayed on rollups as they are now, late events included, in steps of {data.stepMin} min
        {data.stepMin > 1 && ' (a shorter fault may fall between two of them)'}; {data.replayed} of {data.series}{' '}
        series, the busiest{data.replayed < data.series && ': what the others would have fired is not counted'}. Hours
        of past alerts are not left out of its baselines, as they are in the evaluation. Real means that a roll back or
        an incident followed within a day, or that it still fires. Night is 22:00 to 07:00 UTC.
      </p>
    </>
  );
}

function seriesOf({ starts, values, line }: NonNullable<Preview['chart']>): Series[] {
  const points = (of: readonly (number | null)[]) => starts.map((at, i) => [at, of[i] ?? null] as const);
  return [
    { key: 'value', label: 'measured', colour: 'var(--stable)', kind: 'line', points: points(values), endLabel: false },
    {
      key: 'rule',
      label: 'rule',
      colour: 'var(--fail)',
      kind: 'line',
      dashed: true,
      points: points(line),
      endLabel: false,
    },
  ];
}

function Costs({ variants }: Pick<Preview, 'variants'>) {
  const minutes = (value: number | null) => (value === null ? '–' : `${Math.round(value)} min`);
  return (
    <Table label="What other limits would have done" dense>
      <THead>
        <Tr>
          <Th>Threshold</Th>
          <Th num>Fired</Th>
          <Th num>Real</Th>
          <Th num>Noise a week</Th>
          <Th num>At night</Th>
          <Th num>Found after</Th>
        </Tr>
      </THead>
      <TBody>
        {variants.map(({ label, isThis, fired, real, noisePerWeek, atNight, foundAfterMin }) => (
          <Tr key={label} selected={isThis}>
            <Td className={isThis ? 'font-strong' : undefined}>{label}</Td>
            <Td num>{fired}</Td>
            <Td num>{real}</Td>
            <Td num>{Number(noisePerWeek.toFixed(1))}</Td>
            <Td num>{atNight}</Td>
            <Td num>{minutes(foundAfterMin)}</Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
