'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Confirm } from '#components/ui/overlay/confirm.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { AddStatusPage } from './add-status-page.tsx';
import { INDICATORS, type IncomingData } from './incoming-words.ts';

type Page = IncomingData['pages'][number];

/** The status pages that are read: their state, open incidents, and why one cannot be read. */
export function StatusPages({ data: { pages, incidents, offers } }: { data: IncomingData }) {
  return (
    <Panel>
      <PanelHeader title="Status pages of providers" meta={<AddStatusPage offers={offers} />} />
      {pages.length === 0 ? (
        <EmptyState title="Us or them?">
          Add the status page of a provider. Beside each alert about it then stands whether the provider announced
          something, and who knew first.
        </EmptyState>
      ) : (
        <Table label="Status pages" stack>
          <THead>
            <Tr>
              <Th>Provider</Th>
              <Th>State</Th>
              <Th>Open incidents</Th>
              <Th>Read</Th>
              <Th>
                <span className="sr-only">Remove</span>
              </Th>
            </Tr>
          </THead>
          <TBody>
            {pages.map((page) => (
              <StatusPageRow
                key={page.id}
                page={page}
                open={incidents.filter((each) => each.provider === page.provider && each.resolvedAt === null)}
              />
            ))}
          </TBody>
        </Table>
      )}
    </Panel>
  );
}

function StatusPageRow({ page, open }: { page: Page; open: IncomingData['incidents'] }) {
  const state = page.indicator === null ? null : INDICATORS[page.indicator];
  return (
    <Tr tall>
      <Td head sub={page.url} className="[overflow-wrap:anywhere]">
        {page.provider}
      </Td>
      <Td label="State" sub={page.description ?? undefined}>
        {state === null ? (
          'Not read yet'
        ) : (
          <Badge tone={state.tone} icon={state.icon} plain>
            {state.word}
          </Badge>
        )}
      </Td>
      <Td label="Open incidents" className="[overflow-wrap:anywhere]">
        {open.length === 0 ? 'None' : open.map(({ name }) => name).join('; ')}
      </Td>
      <Td label="Read" sub={page.problem ?? undefined} className="[overflow-wrap:anywhere]">
        {page.readAt === null ? 'Never' : <Time at={page.readAt} />}
      </Td>
      <Td>
        <RemoveStatusPage provider={page.provider} />
      </Td>
    </Tr>
  );
}

function RemoveStatusPage({ provider }: { provider: string }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const remove = useMutation(
    trpc.incoming.removeStatusPage.mutationOptions({
      meta: { errors: 'inline', done: `The status page of ${provider} is no longer read` },
    }),
  );
  if (may('monitor.write') !== null) return null;
  return (
    <Confirm
      tone="refuse"
      title={`No longer read the status page of ${provider}?`}
      effects={[
        'Alerts about it no longer say whether it is us or them.',
        'Its incidents are forgotten here. Their marks on charts stay.',
      ]}
      confirmLabel="Remove the page"
      onConfirm={async () => {
        await remove.mutateAsync({ project: project.name, provider });
      }}
      trigger={
        <Button size="sm" aria-label={`Remove the status page of ${provider}`}>
          Remove
        </Button>
      }
    />
  );
}
