'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { duration } from '#components/ui/format.ts';
import { Panel, PanelBody, PanelFoot } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { type Alert, alertSentence } from './alert-words.ts';
import { SeverityCell } from './severity-cell.tsx';

/** Every alert, the newest first. */
export function HistoryTab({ project }: { project: string }) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.alerts.history.infiniteQueryOptions(
      { project },
      { initialCursor: null, getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const alerts = list.data?.pages.flatMap((page) => page.alerts);
  if (list.isError) {
    return (
      <Panel>
        <PanelBody>{sentenceOf(list.error)}</PanelBody>
      </Panel>
    );
  }
  if (alerts === undefined) return <Skeleton className="h-60" />;
  if (alerts.length === 0) {
    return (
      <Panel>
        <EmptyState level={2} title="No alert yet">
          Each alert stays here with its evidence, from the moment it fires.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel>
      <Table label="Alerts, the newest first" stack>
        <THead>
          <Tr>
            <Th>Alert</Th>
            <Th>Severity</Th>
            <Th>State</Th>
            <Th>Fired</Th>
            <Th num>Lasted</Th>
          </Tr>
        </THead>
        <TBody>
          {alerts.map((alert) => (
            <HistoryRow key={alert.id} alert={alert} />
          ))}
        </TBody>
      </Table>
      {list.hasNextPage && (
        <PanelFoot>
          <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Older alerts
          </Button>
        </PanelFoot>
      )}
    </Panel>
  );
}

function HistoryRow({ alert }: { alert: Alert }) {
  const isOver = alert.resolvedAt !== null;
  return (
    <Tr tall>
      <Td head sub={alertSentence(alert)} className="py-1.5 [overflow-wrap:anywhere]">
        {alert.title}
      </Td>
      <SeverityCell severity={alert.severity} />
      <Td label="State">
        <StatusBadge state={isOver ? 'resolved' : 'firing'} plain />
      </Td>
      <Td label="Fired" className="whitespace-nowrap">
        <Time at={alert.openedAt} style="at" />
      </Td>
      <Td num label="Lasted" unknown={!isOver}>
        {alert.resolvedAt === null ? 'still fires' : duration(alert.resolvedAt.getTime() - alert.openedAt.getTime())}
      </Td>
    </Tr>
  );
}
