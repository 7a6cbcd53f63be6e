import { HistogramKey, HistogramPair } from '#components/charts/histogram-pair.tsx';
import { Sparkline } from '#components/charts/sparkline.tsx';
import { ChartState } from '#components/charts/time/chart-state.tsx';
import { windowQuery } from '#components/shell/time/window-query.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import type { BadgeState } from '#components/ui/badge/badge-states.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { count, duration } from '#components/ui/format.ts';
import type { Address } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import type { Monitor } from './series.ts';

type Signal = Monitor['drift']['signals'][number];

/** `last 6 h against the 7 days before`. */
function driftWindowText({ now, reference }: Monitor['drift']): string {
  return `last ${duration(now.to - now.from)} against the ${duration(reference.to - reference.from)} before`;
}

/** Why there is no verdict yet: missing data is neither zero nor a pass. */
function littleDataText({ verdict, nReference, nNow, needed }: Signal['drift'], title: string): string {
  const what = title.toLowerCase();
  if (verdict === 'baseline_missing') return 'No earlier requests to compare with.';
  if (nReference < needed.reference)
    return `${count(nReference)} of ${count(needed.reference)} earlier requests with a known ${what}.`;
  return `${count(nNow)} of ${count(needed.now)} requests with a known ${what}.`;
}

const STATE: Record<Signal['drift']['verdict'], BadgeState> = {
  no_drift: 'no-drift',
  warn: 'warn',
  drift: 'drift',
  too_little_data: 'too-little-data',
  baseline_missing: 'too-little-data',
};
const ALERT_PSI = 0.25;

/** Whether the requests have changed although no change was released: one row per signal. */
export function DriftPanel({
  panel,
  subject,
  requests,
}: {
  panel: Monitor['drift'];
  subject: string;
  /** The list of requests with the page's filters, narrowed further. */
  requests: (narrowed: Record<string, string>) => Address;
}) {
  return (
    <Panel>
      <PanelHeader title="Drift" qualifier={`${subject}, ${driftWindowText(panel)}`} meta={<HistogramKey />} />
      <Table label="Drift" stack>
        <THead>
          <tr>
            <Th>Signal</Th>
            <Th>Distance</Th>
            <Th>Trend, 7 days</Th>
            <Th>Distribution</Th>
            <Th>Verdict</Th>
            <Th>
              <span className="sr-only">Its requests</span>
            </Th>
          </tr>
        </THead>
        <TBody>
          {panel.signals.map(({ title, drift, trend }) => (
            <Tr key={title} tall>
              <Td head sub={`n ${count(drift.nReference)} / ${count(drift.nNow)}`}>
                {title}
              </Td>
              <Td
                label="Distance"
                sub={
                  drift.critical === null
                    ? undefined
                    : `warn 0.10, alert ${ALERT_PSI}, chance below ${drift.critical.toFixed(2)}`
                }
              >
                {drift.psi === null ? '–' : `PSI ${drift.psi.toFixed(2)}`}
              </Td>
              <Td label="Trend" className="min-w-28">
                <Sparkline
                  values={trend.map((day) => day.psi)}
                  limit={ALERT_PSI}
                  min={0}
                  className="phone:w-40"
                  label="PSI a day, last 7 days, against the alert line"
                />
              </Td>
              <Td label="Distribution" className="min-w-56 py-1.5">
                {drift.psi === null ? (
                  <ChartState kind="little" height={34} className="px-2 phone:h-auto!">
                    {littleDataText(drift, title)}
                  </ChartState>
                ) : (
                  <HistogramPair
                    reference={drift.histogram.map((bin) => bin.reference)}
                    now={drift.histogram.map((bin) => bin.now)}
                    label={`${title}: reference and now, PSI ${drift.psi.toFixed(2)}`}
                  />
                )}
              </Td>
              <Td label="Verdict">
                <StatusBadge state={STATE[drift.verdict]} />
              </Td>
              <Td label="Its requests" className="text-right">
                <ButtonLink size="sm" href={requests(windowQuery(panel.now.from, panel.now.to))}>
                  Requests
                </ButtonLink>
              </Td>
            </Tr>
          ))}
        </TBody>
      </Table>
      <PanelFoot>
        Measured in {panel.signals.map(({ unit }) => unit).join('; ')}, in bins that double from 1 to 2²⁰; population
        stability index over at most ten merged bins.
      </PanelFoot>
    </Panel>
  );
}
