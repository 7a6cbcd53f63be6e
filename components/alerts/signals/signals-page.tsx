'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { ChartGroup } from '#components/charts/time/chart-group.tsx';
import { LazyTimeChart } from '#components/charts/time/time-chart-lazy.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { count, percent, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { AlertsTabs } from '../alerts-tabs.tsx';
import { Canaries } from './canaries.tsx';
import { FoundRequests } from './found-requests.tsx';
import { type SignalsData, signalsEvidence, signalsHeadline } from './signal-words.ts';

/** Signals of prompt injection: their rate, where, the newest requests, and the canaries. */
export function SignalsPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.signals.page.queryOptions({ project, range: '24h' }),
    refetchInterval: AGAIN_MS.serving,
  });
  return (
    <>
      <PageHeadline
        evidence={
          <>
            {signalsEvidence(data)}
            {!data.coverage.storesTexts && (
              <>
                {' '}
                <TextLink href={to.settings(project, 'data')}>How to store inputs and outputs</TextLink>.
              </>
            )}
          </>
        }
      >
        {signalsHeadline(data)}
      </PageHeadline>
      <AlertsTabs current="signals" />
      <Rate data={data} />
      <FoundRequests project={project} />
      <Canaries canaries={data.canaries} />
    </>
  );
}

type Sums = { scanned: number; counted: number };

const sumOf = (points: readonly (readonly [number, number, number, number | null])[]): Sums =>
  points.reduce((sum, [, scanned, counted]) => ({ scanned: sum.scanned + scanned, counted: sum.counted + counted }), {
    scanned: 0,
    counted: 0,
  });

function Rate({ data: { series, from, to, leftOut } }: { data: SignalsData }) {
  if (series.length === 0) {
    return (
      <Panel>
        <EmptyState level={2} title="Nothing was scanned">
          A minute after it ends, the stored inputs and outputs of each minute are searched for instructions to the
          model and for leaks. Without a stored text nothing is known of a request, and nothing is claimed.
        </EmptyState>
      </Panel>
    );
  }
  const points = (series[0]?.points ?? []).map(([at], i) => {
    const { scanned, counted } = sumOf(series.flatMap((one) => one.points.slice(i, i + 1)));
    return [at, scanned === 0 ? null : counted / scanned] as const;
  });
  return (
    <Panel>
      <PanelHeader
        title="Share of scanned requests with signals"
        meta={leftOut > 0 && `${plural(leftOut, 'series', 'series')} more`}
      />
      <PanelBody className="pb-0">
        <ChartGroup left={52}>
          <LazyTimeChart
            label="Share of scanned requests with signals of prompt injection, the last 24 hours"
            series={[{ key: 'share', label: 'share', colour: 'var(--stable)', kind: 'line', points, endLabel: false }]}
            from={from}
            to={to}
            format={(value) => percent(value)}
            height={180}
          />
        </ChartGroup>
      </PanelBody>
      <Table label="Signals by prompt and environment" stack>
        <THead>
          <Tr>
            <Th>Prompt</Th>
            <Th>Environment</Th>
            <Th num>Scanned</Th>
            <Th num>With signals</Th>
            <Th num>Share</Th>
          </Tr>
        </THead>
        <TBody>
          {series.map(({ prompt, environment, points }) => {
            const { scanned, counted } = sumOf(points);
            return (
              <Tr key={`${prompt} ${environment}`}>
                <Td head>{prompt ?? 'without a prompt'}</Td>
                <Td label="Environment">{environment ?? ''}</Td>
                <Td num label="Scanned">
                  {count(scanned)}
                </Td>
                <Td num label="With signals">
                  {count(counted)}
                </Td>
                <Td num label="Share">
                  {percent(scanned === 0 ? null : counted / scanned)}
                </Td>
              </Tr>
            );
          })}
        </TBody>
      </Table>
    </Panel>
  );
}
