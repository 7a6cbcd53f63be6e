'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { AlertCard, type UndoOfChange } from './alert-card.tsx';
import { alertsEvidence, alertsHeadline, inOrder } from './alert-words.ts';
import { AlertsTabs } from './alerts-tabs.tsx';
import { HistoryTab } from './history-tab.tsx';
import { MonitorsTab } from './monitors-tab.tsx';

const TABS = ['firing', 'history', 'monitors'] as const;

/** What fires, what has fired, and the rules that decide it. `undo`: what undoes a change, where there is such a button. */
export function AlertsPage({ project, undo }: { project: string; undo?: UndoOfChange }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.alerts.page.queryOptions({ project }),
    refetchInterval: AGAIN_MS.serving,
  });
  const [tab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('firing'));
  const [named] = useQueryState('alert', parseAsString);
  const firing = inOrder(data.firing, named);
  const counts = { firing: data.counts.firing, history: data.counts.all, monitors: data.counts.monitors };
  return (
    <>
      <PageHeadline evidence={alertsEvidence(data)}>{alertsHeadline(data)}</PageHeadline>
      <AlertsTabs current={tab} counts={counts} />
      {tab === 'firing' && data.firing.length === 0 && (
        <Panel>
          <EmptyState level={2} title="Nothing fires">
            When a monitor’s condition holds for its time and chance alone does not explain it, the alert stands here
            with its evidence and with what changed in the hour before.
          </EmptyState>
        </Panel>
      )}
      {tab === 'firing' &&
        firing.map((alert) => <AlertCard key={alert.id} project={project} alert={alert} undo={undo} />)}
      {tab === 'history' && <HistoryTab project={project} />}
      {tab === 'monitors' && <MonitorsTab project={project} />}
    </>
  );
}
