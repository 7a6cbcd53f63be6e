'use client';

import { useQuery } from '@tanstack/react-query';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { windowQuery } from '#components/shell/time/window-query.ts';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { spentWords } from './budgets-headline.ts';

type Keys = Outputs['budgets']['keys'];

/** What each API key spent this month, with its requests. */
export function KeysPanel({ project }: { project: string }) {
  const trpc = useTRPC();
  const read = useQuery({ ...trpc.budgets.keys.queryOptions({ project }), refetchInterval: AGAIN_MS.week });
  return (
    <Panel>
      <PanelHeader title="By key" qualifier="this month, UTC" />
      {read.data ? (
        <KeyRows project={project} found={read.data} />
      ) : read.isLoadingError ? (
        <NotLoaded read={read} />
      ) : (
        <Skeleton className="m-3 h-16" />
      )}
      <PanelFoot>
        The API key that sent a request; keys of one name are one line.
        {read.data && read.data.keyless > 0
          ? ` ${plural(read.data.keyless, 'request')} came before keys were recorded: which key sent them is not known.`
          : ''}
      </PanelFoot>
    </Panel>
  );
}

function KeyRows({ project, found: { keys, from, to: until } }: { project: string; found: Keys }) {
  if (keys === null) {
    return (
      <PanelBody className="text-muted-foreground">
        More than two million requests of this month are not summed by key yet.
      </PanelBody>
    );
  }
  if (keys.length === 0) {
    return <PanelBody className="text-muted-foreground">No request of this month records its key.</PanelBody>;
  }
  return (
    <Table label="Spend by key" stack dense>
      <THead>
        <Tr>
          <Th>Key</Th>
          <Th num>Spent</Th>
          <Th num>Cost unknown</Th>
          <Th num>Requests</Th>
        </Tr>
      </THead>
      <TBody>
        {keys.map((key) => (
          <Tr key={key.name}>
            <Td head className="[overflow-wrap:anywhere]">
              {key.name}
            </Td>
            <Td num label="Spent">
              {spentWords(key)}
            </Td>
            <Td num label="Cost unknown" unknown={key.unknown === 0}>
              {key.unknown === 0 ? 'none' : count(key.unknown)}
            </Td>
            <Td num label="Requests">
              <TextLink
                href={to.requests(project, { key: key.name, ...windowQuery(from, until) })}
                className="inline-flex min-h-6 items-center"
              >
                {count(key.requests)}
                <span className="sr-only"> requests of {key.name}</span>
              </TextLink>
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
