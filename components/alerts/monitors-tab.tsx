'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { AnchorsPanel } from './anchors-panel.tsx';
import { MonitorRoom } from './monitor-room.tsx';
import { ExportOpenSlo, ImportOpenSlo } from './openslo-dialogs.tsx';
import { type Monitor, ruleSentence } from './rule-words.ts';
import { SeverityCell } from './severity-cell.tsx';

/** The rules of the project, and the one that is open with what it would have done. */
export function MonitorsTab({ project }: { project: string }) {
  const trpc = useTRPC();
  const { may } = useProject();
  const [chosen] = useQueryState('monitor', parseAsString);
  const { data: monitors } = useQuery(trpc.alerts.monitors.queryOptions({ project }));
  if (monitors === undefined) return <Skeleton className="h-60" />;
  const open = monitors.find(({ id }) => id === chosen);
  return (
    <>
      {chosen === 'new' && <MonitorRoom key="new" project={project} monitor={null} />}
      {open !== undefined && <MonitorRoom key={open.id} project={project} monitor={open} />}
      <Panel>
        <PanelHeader
          title="Monitors"
          meta={
            <div className="flex flex-wrap gap-2">
              <ExportOpenSlo project={project} />
              {may('monitor.write') === null && (
                <>
                  <ImportOpenSlo project={project} />
                  <ButtonLink size="sm" icon="plus" href={to.alerts(project, { tab: 'monitors', monitor: 'new' })}>
                    New monitor
                  </ButtonLink>
                </>
              )}
            </div>
          }
          className="flex-wrap"
        />
        {monitors.length === 0 ? (
          <EmptyState title="No monitor yet">
            The worker gives every project its built-in monitors within 30 s. If none appear, no worker runs.
          </EmptyState>
        ) : (
          <MonitorTable project={project} monitors={monitors} open={open?.id} />
        )}
        <PanelFoot>A change makes a new version. An alert names the version that fired.</PanelFoot>
      </Panel>
      <AnchorsPanel project={project} />
    </>
  );
}

function MonitorTable({ project, monitors, open }: { project: string; monitors: readonly Monitor[]; open?: string }) {
  return (
    <Table label="Monitors" stack>
      <THead>
        <Tr>
          <Th>Monitor</Th>
          <Th>Severity</Th>
          <Th>State</Th>
          <Th num>Version</Th>
        </Tr>
      </THead>
      <TBody>
        {monitors.map((monitor) => {
          return (
            <Tr key={monitor.id} tall hover selected={monitor.id === open}>
              <Td head sub={monitor.notMeasured ?? ruleSentence(monitor)} className="py-1.5">
                <TextLink href={to.alerts(project, { tab: 'monitors', monitor: monitor.id })} className="font-strong">
                  {monitor.name}
                </TextLink>
              </Td>
              <SeverityCell severity={monitor.severity} />
              <Td label="State">
                {monitor.firing > 0 ? (
                  <StatusBadge state="firing" plain>
                    {monitor.firing} firing
                  </StatusBadge>
                ) : monitor.enabled && monitor.notMeasured !== null ? (
                  <StatusBadge state="stale" plain>
                    Not measured
                  </StatusBadge>
                ) : (
                  <StatusBadge state={monitor.enabled ? 'ok' : 'paused'} plain>
                    {monitor.enabled ? 'On' : 'Off'}
                  </StatusBadge>
                )}
              </Td>
              <Td num label="Version">
                {monitor.version}
              </Td>
            </Tr>
          );
        })}
      </TBody>
    </Table>
  );
}
