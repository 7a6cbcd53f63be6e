'use client';

import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Badge, StatusBadge } from '#components/ui/badge/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { Disclosure } from '#components/ui/data/disclosure.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { count, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { AlertChart } from './alert-chart.tsx';
import { type Alert, alertSentence, type FiringAlert, hasChart, SEVERITY_WORDS } from './alert-words.ts';
import { AlertStory } from './notify/alert-story.tsx';
import { ResolveAlert } from './resolve-alert.tsx';
import { verdictSentence } from './verdict-words.ts';

/** The button that undoes a change before an alert: of a feature to the right of alerts. */
export type UndoOfChange = (alert: Alert, change: Alert['changes'][number]) => ReactNode;

type CardProps = { project: string; alert: FiringAlert; undo?: UndoOfChange | undefined };

/**
 * An open alert: what it was decided from, what changed before, and what one may do. With a series its chart stands beside the
 * changes; without one both are as wide as the card, and a ticket keeps its changes closed.
 */
export function AlertCard({ project, alert, undo }: CardProps) {
  const { word, badge } = SEVERITY_WORDS[alert.severity];
  return (
    <Panel aria-label={alert.title} id={alert.id}>
      <PanelHeader
        title={alert.title}
        badge={
          <>
            <StatusBadge state={badge}>{word}</StatusBadge>
            {alert.silencedUntil !== null && (
              <StatusBadge state="silenced">
                Silenced until <Time at={alert.silencedUntil} style="at" />
              </StatusBadge>
            )}
          </>
        }
        qualifier={alert.monitorVersion === null ? `from ${alert.source}` : `monitor version ${alert.monitorVersion}`}
        meta={<WhereToLook project={project} alert={alert} />}
        className="flex-wrap"
      />
      {hasChart(alert) ? (
        <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] max-[1000px]:grid-cols-1">
          <div className="min-w-0 border-r p-3 max-[1000px]:border-r-0">
            <Evidence project={project} alert={alert} />
            <AlertChart project={project} alert={alert} />
          </div>
          <WhatChanged project={project} alert={alert} undo={undo} className="max-[1000px]:border-t" />
        </div>
      ) : (
        <>
          <div className="px-3 pt-2.5 pb-0.5">
            <Evidence project={project} alert={alert} />
          </div>
          {alert.severity === 'ticket' ? (
            <ClosedChanges project={project} alert={alert} undo={undo} />
          ) : (
            <WhatChanged project={project} alert={alert} undo={undo} className="border-t" />
          )}
        </>
      )}
      <AlertStory project={project} id={alert.id} />
      <PanelFoot className="flex flex-wrap items-center gap-2">
        <Since alert={alert} />
        <Acts project={project} alert={alert} />
      </PanelFoot>
    </Panel>
  );
}

function Evidence({ project, alert }: { project: string; alert: Alert }) {
  return (
    <>
      <p className="mb-2 max-w-[110ch] text-pretty [overflow-wrap:anywhere]">{alertSentence(alert)}</p>
      <Verdict project={project} alert={alert} />
    </>
  );
}

/** Of quality: whether the system or its judge moved, and where its anchors are. */
function Verdict({ project, alert }: { project: string; alert: Alert }) {
  const sentence = verdictSentence(alert);
  if (sentence === null) return null;
  return (
    <p className="mb-2 max-w-[80ch] text-pretty">
      {sentence} <TextLink href={to.alerts(project, { tab: 'monitors' })}>Anchors</TextLink>
    </p>
  );
}

/** The page that shows what it was decided from. */
function WhereToLook({ project, alert }: { project: string; alert: Alert }) {
  switch (alert.kind) {
    case 'retirement':
    case 'fallback':
      return <TextLink href={to.models(project, { tab: 'deprecations' })}>Open in Models</TextLink>;
    case 'budget':
    case 'spend_jump':
      return <TextLink href={to.budgets(project)}>Open in Cost</TextLink>;
    case 'gate':
    case 'rollout':
      return <TextLink href={to.promotions(project)}>Open in Promotions</TextLink>;
    default:
      return (
        <TextLink href={to.monitor(project, { prompt: alert.prompt, environment: alert.environment })}>
          Open in Monitor
        </TextLink>
      );
  }
}

function Since({ alert }: { alert: Alert }) {
  return (
    <span className="mr-auto min-w-0 phone:basis-full">
      Fires since <Time at={alert.openedAt} />
      {alert.impactStart !== null && (
        <>
          , first bad minute <Time at={alert.impactStart} style="clock" />
        </>
      )}
      {alert.count > 1 && `, ${alert.count} times`}
      {alert.acknowledgedBy !== null && `, acknowledged by ${alert.acknowledgedBy.name}`}.{' '}
      {alert.isFlapping && <Badge icon="running">Flaps</Badge>}
      {alert.isWithoutData && <StatusBadge state="missing">No data</StatusBadge>}
    </span>
  );
}

function Acts({ project, alert }: { project: string; alert: Alert }) {
  const trpc = useTRPC();
  const { may } = useProject();
  const acknowledge = useMutation(trpc.alerts.acknowledge.mutationOptions({ meta: { done: 'Acknowledged' } }));
  if (may('alert.acknowledge') !== null) return null;
  return (
    <>
      <ResolveAlert project={project} id={alert.id} />
      {alert.acknowledgedAt === null && (
        <Button
          icon="check"
          disabled={acknowledge.isPending}
          onClick={() => acknowledge.mutate({ project, id: alert.id })}
        >
          Acknowledge
        </Button>
      )}
    </>
  );
}

/** Changes that a card shows before the rest is opened. */
const SHOWN_CHANGES = 5;

/** The changes of the hour before, those of the same prompt first. */
const changesOf = (alert: Alert): Alert['changes'] =>
  alert.changes.toSorted((a, b) => Number(isNear(b, alert)) - Number(isNear(a, alert)));

const NOTHING = 'Nothing that Switchyard knows of: no deployment, price, rule or budget, and no other alert.';

/** Of a ticket, which waits for working hours: one line that opens. */
function ClosedChanges({ project, alert, undo }: CardProps) {
  const changes = changesOf(alert);
  if (changes.length === 0)
    return <p className="px-3 pb-2 text-12 text-muted-foreground">No change in the hour before.</p>;
  return (
    <Disclosure label={`${plural(changes.length, 'change')} in the hour before`} className="px-3 pb-1">
      <div className="-mx-3 border-t">
        <ChangeRows project={project} alert={alert} undo={undo} changes={changes} />
      </div>
    </Disclosure>
  );
}

function WhatChanged({ project, alert, undo, className }: CardProps & { className: string }) {
  const changes = changesOf(alert);
  const more = changes.slice(SHOWN_CHANGES);
  return (
    <div className={cn('min-w-0', className)}>
      <h3 className="px-3 pt-2.5 pb-1 text-12 text-muted-foreground">What changed in the hour before</h3>
      {changes.length === 0 ? (
        <p className="px-3 pb-3 text-muted-foreground">{NOTHING}</p>
      ) : (
        <ChangeRows project={project} alert={alert} undo={undo} changes={changes.slice(0, SHOWN_CHANGES)} />
      )}
      {more.length > 0 && (
        <Disclosure label={`${count(more.length)} more`} className="border-t px-3 py-1">
          <ChangeRows project={project} alert={alert} undo={undo} changes={more} />
        </Disclosure>
      )}
    </div>
  );
}

const isNear = ({ prompt }: Alert['changes'][number], alert: Alert): boolean =>
  prompt !== null && prompt === alert.prompt;

function ChangeRows({ project, alert, undo, changes }: CardProps & { changes: Alert['changes'] }) {
  return (
    <Rows>
      {changes.map((change) => (
        <Row
          key={`${change.at} ${change.path} ${change.title}`}
          title={<TextLink href={to.change(project, change.path)}>{change.title}</TextLink>}
          sub={[
            change.kind,
            change.actor === null ? null : `by ${change.actor}`,
            isNear(change, alert) ? 'same prompt' : null,
          ]
            .filter((part) => part !== null)
            .join(', ')}
          action={
            <>
              {undo?.(alert, change)}
              <Time at={change.at} style="clock" className="text-12 text-muted-foreground" />
            </>
          }
        />
      ))}
    </Rows>
  );
}
