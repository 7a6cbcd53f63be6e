'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { duration } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { type IncidentLine, LISTED_MAX, listHeadline, scopeWords } from '../incident-words.ts';
import { SeverityBadge, StateBadge } from '../state-badge.tsx';
import { AlertQuality } from './alert-quality.tsx';
import { DeclareIncident } from './declare-incident.tsx';
import { StatisticsPanel } from './statistics-panel.tsx';

/** The incidents of a project, and how long they take. */
export function IncidentsPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.incidents.list.queryOptions({ project, limit: LISTED_MAX }),
    refetchInterval: AGAIN_MS.serving,
  });
  return (
    <>
      <PageHeadline evidence="Alerts, changes and actions on one timeline. A page opens an incident by itself; people declare the rest.">
        {listHeadline(data.data)}
      </PageHeadline>
      {data.data.length === 0 ? (
        <NoIncident />
      ) : (
        <>
          <IncidentTable project={project} incidents={data.data} hasOlder={data.nextCursor !== null} />
          <StatisticsPanel project={project} />
          <AlertQuality project={project} />
        </>
      )}
    </>
  );
}

function NoIncident() {
  const { edgeUrl } = useProject();
  return (
    <Panel className="self-start">
      <EmptyState
        level={2}
        title="A first incident"
        command={`curl ${edgeUrl}/api/v1/incidents -H "Authorization: Bearer $SWITCHYARD_API_KEY" -H 'Content-Type: application/json' -d '{"title": "Refunds answer in French", "severity": 3}'`}
        action={<DeclareIncident />}
      >
        An alert of the severity page opens an incident, with what changed before it already on its timeline. What no
        monitor sees, a person declares.
      </EmptyState>
    </Panel>
  );
}

function IncidentTable({
  project,
  incidents,
  hasOlder,
}: {
  project: string;
  incidents: readonly IncidentLine[];
  hasOlder: boolean;
}) {
  return (
    <Panel>
      <PanelHeader title="Incidents" meta={<DeclareIncident />} />
      <Table label="Incidents" stack>
        <THead>
          <Tr>
            <Th>Incident</Th>
            <Th>State</Th>
            <Th>Severity</Th>
            <Th>Detected</Th>
            <Th num>To detect</Th>
            <Th num>To mitigate</Th>
          </Tr>
        </THead>
        <TBody>
          {incidents.map((one) => (
            <Tr key={one.id} tall>
              <Td head sub={`${one.name} · ${scopeWords(one)}${one.drill ? ' · drill' : ''}`}>
                <TextLink href={to.incident(project, one.number)} className="font-strong [overflow-wrap:anywhere]">
                  {one.title}
                </TextLink>
              </Td>
              <Td label="State">
                <StateBadge state={one.state} />
              </Td>
              <Td label="Severity">
                <SeverityBadge severity={one.severity} />
              </Td>
              <Td label="Detected">
                <Time at={one.detected ?? one.opened_at} />
              </Td>
              <Td num label="To detect">
                {one.durations.unknown_start ? 'start unknown' : duration(one.durations.detect_ms)}
              </Td>
              <Td num label="To mitigate">
                {duration(one.durations.mitigate_ms)}
              </Td>
            </Tr>
          ))}
        </TBody>
      </Table>
      <PanelFoot>
        Time to detect and to mitigate are counted from the first bad minute.
        {hasOlder && ` The newest ${LISTED_MAX}; the API lists the rest.`}
      </PanelFoot>
    </Panel>
  );
}
