'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageCrumb } from '#components/shell/frame/crumb-title.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { type Incident, incidentEvidence, incidentHeadline, scopeWords } from '../incident-words.ts';
import { SeverityBadge, StateBadge } from '../state-badge.tsx';
import { AlertsPanel } from './alerts-panel.tsx';
import { ChangeState } from './change-state.tsx';
import { ImpactPanel } from './impact-panel.tsx';
import { IncidentRunbook } from './incident-runbook.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { StateBar } from './state-bar.tsx';
import { SuspectsPanel } from './suspects-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';

/** One incident: what is wrong, its five times, what it cost, what happened, what preceded it, who does what. */
export function IncidentPage({
  project,
  number,
  lesson,
  postmortem,
}: {
  project: string;
  number: number;
  /** A panel of another feature, below the timeline. */
  lesson?: (incident: Incident) => ReactNode;
  /** What was learnt from it, of the feature to the right. */
  postmortem?: ReactNode;
}) {
  const trpc = useTRPC();
  const { data: incident } = useSuspenseQuery({
    ...trpc.incidents.detail.queryOptions({ project, number }),
    refetchInterval: AGAIN_MS.serving,
  });
  const commander = incident.roles.find(({ role }) => role === 'commander');
  return (
    <>
      <PageCrumb title={incident.name} />
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageHeadline
          className="flex-1 basis-[480px] phone:basis-full"
          eyebrow={
            <>
              <StateBadge state={incident.state} size="lg" />
              <SeverityBadge severity={incident.severity} size="lg" />
              <span className="text-12 text-muted-foreground">
                {incident.name} · {scopeWords(incident)} · <Time at={incident.opened_at} style="day" />
                {incident.drill && ' · drill'}
                {commander && ` · led by ${commander.name}`}
              </span>
            </>
          }
          evidence={incidentEvidence(incident)}
        >
          {incidentHeadline(incident)}
        </PageHeadline>
        <ChangeState incident={incident} />
      </div>
      <StateBar incident={incident} />
      <div className="grid grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)] items-start gap-4 max-[1000px]:grid-cols-1">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          <ImpactPanel project={project} incident={incident} />
          <TimelinePanel project={project} number={number} />
          {lesson?.(incident)}
        </div>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          {postmortem}
          <SuspectsPanel project={project} incident={incident} />
          <IncidentRunbook project={project} incident={incident} />
          {incident.alerts.length > 0 && <AlertsPanel project={project} incident={incident} />}
          <PeoplePanel incident={incident} />
        </div>
      </div>
    </>
  );
}
