'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { meanScale } from '#components/charts/mean-scale.ts';
import { ChartGroup } from '#components/charts/time/chart-group.tsx';
import type { Limit, Series } from '#components/charts/time/chart-types.ts';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { hasAny, marksOf, pointsOf } from '#components/telemetry/series.ts';
import { Facts } from '#components/ui/data/rows.tsx';
import { count, duration, latency, money, percent, pointsInWords, range, score } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { type Charts, type Incident, scopeWords } from '../incident-words.ts';
import { BlastRadius } from './blast-radius.tsx';

type Impact = NonNullable<Incident['impact']>;
type Estimate = Impact['quality_difference'];

/** What the incident cost: figures with intervals, and the curves around it with its window shaded. */
export function ImpactPanel({ project, incident }: { project: string; incident: Incident }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.incidents.charts.queryOptions({ project, number: incident.number }));
  const { prompt, version, environment, model } = incident;
  const window = { from: new Date(data.from).toISOString(), to: new Date(data.to).toISOString() };
  const monitor = to.monitor(project, { ...window, prompt, version, environment, model });
  return (
    <Panel>
      <PanelHeader
        title="Impact"
        qualifier={`${scopeWords(incident)}, buckets of ${duration(data.stepMs)}`}
        meta={<TextLink href={monitor}>Open in Monitor</TextLink>}
      />
      <ImpactCharts project={project} charts={data} />
      <PanelBody className="border-t">
        {incident.impact === null ? (
          <p className="text-muted-foreground">Not computed yet: it follows within a minute.</p>
        ) : (
          <Facts facts={factsOf(incident.impact)} />
        )}
      </PanelBody>
      <PanelFoot className="flex flex-wrap items-center justify-between gap-2">
        <span>
          Beside the 24 hours before, with 95 % intervals. Computed again as late data arrive
          {incident.impact === null ? '' : `; compared with ${count(incident.impact.baseline_requests)} requests`}.
        </span>
        <BlastRadius incident={incident} />
      </PanelFoot>
    </Panel>
  );
}

const withInterval = (estimate: Estimate, format: (value: number | null | undefined) => string): string => {
  if (estimate === null) return 'not known';
  const [low, high] = estimate.interval95 ?? [null, null];
  return low === null ? format(estimate.value) : `${format(estimate.value)} (${range(low, high, format)})`;
};

const of = (part: number, whole: number): string => `${count(part)} of ${count(whole)}`;

const factsOf = (impact: Impact): [string, string][] => [
  ['Requests that failed', of(impact.failed_requests, impact.requests)],
  ['more than before', withInterval(impact.excess_failures, count)],
  ['Users with a failure', impact.users === null ? 'not known' : of(impact.failed_users ?? 0, impact.users)],
  ['Outcomes that failed', impact.outcomes === 0 ? 'none reported' : of(impact.failed_outcomes, impact.outcomes)],
  ['more than before', withInterval(impact.excess_failed_outcomes, count)],
  ['Extra cost', withInterval(impact.extra_cost_usd, money)],
  ['Quality', withInterval(impact.quality_difference, pointsInWords)],
];

const HEIGHT = 148;
const LEFT = 52;
const RIGHT = 64;

/** Quality where it is judged, failures always, P99 where an alert was about it. The crosshair is one. */
function ImpactCharts({ project, charts }: { project: string; charts: Charts }) {
  const { t, series, impact, limits, from, to: until } = charts;
  const marks = marksOf(project, charts.marks);
  const shades = impact === null ? [] : [{ ...impact, label: `impact, ${duration(impact.to - impact.from)}` }];
  const limitsOf = (metric: string, label: (value: number) => string): Limit[] =>
    limits.filter((one) => one.metric === metric).map(({ limit }) => ({ value: limit, label: label(limit) }));
  const rate = series.requests.total.map((n, i) => (n === 0 ? null : (series.requests.errors[i] ?? 0) / n));
  const common = { from, to: until, height: HEIGHT, shades };
  const { mean, low, high } = series.quality;
  const [min, max] = meanScale(mean);
  const quality: Series[] = [
    {
      ...{ key: 'interval', label: 'interval', colour: 'var(--stable)', kind: 'band' },
      points: t.map((at, i) => [at, low[i] ?? null, high[i] ?? null] as const),
    },
    { key: 'mean', label: 'mean', colour: 'var(--stable)', kind: 'line', points: pointsOf(t, mean) },
  ];
  return (
    <ChartGroup left={LEFT} right={RIGHT}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1 px-2.5 py-2">
        {hasAny(mean) && (
          <>
            <h3 className="text-12 text-muted-foreground">Quality</h3>
            <LazyTimeChart
              {...common}
              label="Quality, judged mean with 95 % interval"
              series={quality}
              format={(value) => value.toFixed(2)}
              formatValue={score}
              limits={limitsOf('quality', score)}
              min={min}
              max={max}
              axis={false}
            />
          </>
        )}
        {limits.some(({ metric }) => metric === 'latency_p99') && (
          <>
            <h3 className="text-12 text-muted-foreground">Latency, P99</h3>
            <LazyTimeChart
              {...common}
              label="Latency, P99"
              series={[
                {
                  key: 'p99',
                  label: 'P99',
                  colour: 'var(--stable)',
                  kind: 'line',
                  points: pointsOf(t, series.latency.p99),
                },
              ]}
              format={latency}
              limits={limitsOf('latency_p99', latency)}
              axis={false}
            />
          </>
        )}
        <h3 className="text-12 text-muted-foreground">Requests that failed</h3>
        <LazyTimeChart
          {...common}
          label="Requests that failed, share of all"
          series={[{ key: 'failed', label: 'failed', colour: 'var(--fail)', kind: 'line', points: pointsOf(t, rate) }]}
          format={percent}
          limits={limitsOf('error_rate', percent)}
          marks={marks}
        />
      </div>
    </ChartGroup>
  );
}
