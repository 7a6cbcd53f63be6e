'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SettingsHead } from '../settings-head.tsx';
import { StoreTexts } from './store-texts.tsx';

/** What is stored of requests, how long, who may read it, and the switch for inputs and outputs. */
export function DataPage() {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const { data } = useSuspenseQuery(trpc.projects.data.queryOptions({ project: project.name }));
  const refusal = may('project.update');
  const { storesTexts, rawRetentionDays: days } = data;
  return (
    <>
      <SettingsHead
        tab="data"
        headline={
          storesTexts
            ? `Inputs and outputs of requests are stored for ${plural(days, 'day')}.`
            : 'Inputs and outputs of requests are not stored.'
        }
        evidence={`Everything else that an event says (times, tokens, cost, errors, scores) is stored for ${plural(days, 'day')} in any case; sums of it are kept longer.`}
      />
      <Panel className="max-w-[760px]">
        <PanelHeader
          title="Inputs and outputs"
          badge={
            storesTexts ? (
              <StatusBadge state="ok">Stored</StatusBadge>
            ) : (
              <StatusBadge state="paused">Not stored</StatusBadge>
            )
          }
          meta={refusal === null && <StoreTexts settings={data} />}
        />
        <PanelBody>
          <dl className="grid grid-cols-[150px_minmax(0,1fr)] gap-x-4 gap-y-3 phone:grid-cols-1 phone:gap-y-1 [&_dd]:text-pretty phone:[&_dd]:mb-2 [&_dt]:font-medium">
            {factsOf(data, project.name).map(([name, value]) => (
              <Fact key={name} name={name} value={value} />
            ))}
          </dl>
        </PanelBody>
        <PanelFoot>
          {refusal ?? 'Each change is in the audit log with who made it, and a mark on the charts.'}
        </PanelFoot>
      </Panel>
    </>
  );
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

type Data = Outputs['projects']['data'];

function factsOf({ storesTexts, rawRetentionDays, readers }: Data, project: string): [string, ReactNode][] {
  const days = plural(rawRetentionDays, 'day');
  return [
    [
      storesTexts ? 'What is stored' : 'What would be stored',
      'The fields input and output of each event, as they are sent, personal data and secrets in them included: nothing is taken out. Only of events that arrive while it is switched on.',
    ],
    [
      'How long',
      `As long as the event: ${days}. Cases in golden sets and anchors are copies, and stay. Signals quote at most 160 characters, and are deleted with the event.`,
    ],
    [
      'Who may read it',
      <>
        {plural(readers.members, 'member')}, as every role may, and {plural(readers.keys, 'key')} with a scope that
        reads requests: <TextLink href={to.settings(project, 'members')}>members</TextLink>,{' '}
        <TextLink href={to.settings(project, 'keys')}>keys</TextLink>.
      </>,
    ],
    [
      'What needs it',
      <>
        <TextLink href={to.signals(project)}>Signals of prompt injection</TextLink>, failing inputs of an incident as
        cases of a golden set, input and output of a <TextLink href={to.requests(project)}>request</TextLink>, and
        anchors from requests that people scored.
      </>,
    ],
    [
      'Switching it off',
      `Nothing more is stored. What is stored by then stays, can be read, and is deleted when it is ${days} old.`,
    ],
  ];
}
