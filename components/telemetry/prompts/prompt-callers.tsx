'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, percent } from '#components/ui/format.ts';
import { type Address, TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { EnvironmentBadge, Mono } from '#components/ui/tags.tsx';

/** The programs that resolve the prompt, and how often: those that a change of it will reach. */
export function PromptCallers({ name }: { name: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const read = useQuery(trpc.telemetry.promptServices.queryOptions({ project: project.name, prompt: name }));
  return (
    <Panel>
      <PanelHeader title="Its callers" qualifier="7 days, by service" />
      {read.isLoadingError ? (
        <NotLoaded read={read} />
      ) : read.data === undefined ? (
        <SkeletonRows rows={2} label="Loading the callers" />
      ) : read.data.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          None in 7 days. A program appears here with its first event that names this prompt.
        </PanelBody>
      ) : (
        <Services name={name} rows={read.data} />
      )}
    </Panel>
  );
}

function Services({ name, rows }: { name: string; rows: Outputs['telemetry']['promptServices'] }) {
  const { project } = useProject();
  const requests = ({ service, environment }: (typeof rows)[number], query: Record<string, string> = {}) =>
    service === null ? null : to.requests(project.name, { prompt: name, service, environment, range: '7d', ...query });
  return (
    <Table label="Services that resolve this prompt" stack>
      <THead>
        <Tr>
          <Th>Service</Th>
          <Th>Environment</Th>
          <Th num>Requests</Th>
          <Th num>Errors</Th>
        </Tr>
      </THead>
      <TBody>
        {rows.map((row) => (
          <Tr key={`${row.service} ${row.environment}`}>
            <Td head className="[overflow-wrap:anywhere]">
              {row.service === null ? (
                <span className="text-muted-foreground">no service named</span>
              ) : (
                <Mono>{row.service}</Mono>
              )}
            </Td>
            <Td label="Environment">
              <EnvironmentBadge name={row.environment} />
            </Td>
            <Td num label="Requests">
              <Linked href={requests(row)}>{count(row.requests)}</Linked>
            </Td>
            <Td num label="Errors">
              <Linked href={requests(row, { status: 'error' })}>{percent(row.errorRate)}</Linked>
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}

/** A number that links to its requests. Requests without a service have no link, because no filter finds them. */
function Linked({ href, children }: { href: Address | null; children: string }) {
  return href === null ? children : <TextLink href={href}>{children}</TextLink>;
}
