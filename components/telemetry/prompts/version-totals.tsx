import type { ReactNode } from 'react';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, halfWidth, latency, money, percent, plusMinus, sampleSize, score } from '#components/ui/format.ts';
import { type Address, TextLink } from '#components/ui/link.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { COLOURS, type VersionSeries } from './version-lines.ts';

/** The whole range of each version in one row, in the colour of its lines. */
export function VersionTotals({
  series,
  requestsOf,
  outcomeHead,
  outcomeCell,
}: {
  series: VersionSeries;
  /** The address of the list of a version's requests. */
  requestsOf: (version: number) => Address;
  /** A last column of another feature: its heading, and a `Td` for each version. */
  outcomeHead: string;
  outcomeCell: (version: number) => ReactNode;
}) {
  return (
    <Panel>
      <PanelHeader
        title="By version"
        qualifier={series.more > 0 ? `the 5 busiest; ${series.more} more had traffic` : undefined}
      />
      <Table label="Totals by version" stack>
        <THead>
          <Tr>
            <Th>Version</Th>
            <Th num>Requests</Th>
            <Th num>Errors</Th>
            <Th num>P95</Th>
            <Th num>Quality</Th>
            <Th num>Cost a request</Th>
            <Th num>{outcomeHead}</Th>
          </Tr>
        </THead>
        <TBody>
          {series.versions.map(({ version, totals }, i) => (
            <Tr key={version} tall>
              <Td head>
                <span className="inline-flex items-center gap-2">
                  <span aria-hidden="true" className="h-0.5 w-3.5" style={{ background: COLOURS[i] }} />
                  <Mono className="font-strong">{version}</Mono>
                </span>
              </Td>
              <Td num label="Requests">
                <TextLink href={requestsOf(version)}>{count(totals.requests)}</TextLink>
              </Td>
              <Td num label="Errors">
                {percent(totals.errorRate)}
              </Td>
              <Td num label="P95">
                {latency(totals.latency.p95)}
              </Td>
              <Td num label="Quality" sub={totals.quality ? sampleSize(totals.quality.n) : undefined}>
                <Quality quality={totals.quality} />
              </Td>
              <Td num label="Cost a request">
                {money(totals.costPerRequest)}
              </Td>
              {outcomeCell(version)}
            </Tr>
          ))}
        </TBody>
      </Table>
    </Panel>
  );
}

function Quality({ quality }: { quality: VersionSeries['versions'][number]['totals']['quality'] }) {
  if (quality === null) return score(null);
  return plusMinus(quality.mean, halfWidth(quality.low, quality.high));
}
