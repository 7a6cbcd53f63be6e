'use client';

import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageCrumb } from '#components/shell/frame/crumb-title.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Markdown } from '#components/ui/data/markdown.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { plural } from '#components/ui/format.ts';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { EditRunbook } from './edit-runbook.tsx';
import { RunbookPanel, useRunbook } from './runbook-panel.tsx';
import { type RunbookData, runbookHeadline } from './runbook-words.ts';
import { DeadSteps } from './runbooks-page.tsx';

/** One runbook: its steps to follow, when it applies, whom to call, how to go back, its drills and versions. */
export function RunbookPage({ name }: { name: string }) {
  const { runbook, newest, versions } = useRunbook(name, null);
  const { title, owner, deadSteps, idleSteps, steps } = runbook;
  return (
    <>
      <PageCrumb title={title} />
      <PageHeadline
        eyebrow={<DeadSteps deadSteps={deadSteps} idleSteps={idleSteps} total={steps.length} />}
        evidence={`${runbook.isBuiltin ? 'Built in' : 'Made by this project'}, version ${runbook.version}. Owner: ${owner ?? 'nobody yet'}.`}
      >
        {runbookHeadline(runbook)}
      </PageHeadline>
      <div className="grid grid-cols-[minmax(0,1fr)_380px] gap-4 max-[1100px]:grid-cols-1">
        <div className="grid content-start gap-4">
          <RunbookPanel name={name} />
        </div>
        <div className="grid content-start gap-4">
          <Part title="Detection signal" text={runbook.signal} meta={<EditRunbook runbook={newest} />} />
          <Part title="First responder action" text={runbook.first} />
          <Part title="Escalation path" text={runbook.escalation} />
          <Part title="Rollback procedure" text={runbook.rollback} />
          <DrillPanel name={name} drill={runbook.lastDrill} />
          <Versions versions={versions} />
        </div>
      </div>
    </>
  );
}

function Part({ title, text, meta }: { title: string; text: string; meta?: ReactNode }) {
  return (
    <Panel>
      <PanelHeader title={title} meta={meta} />
      <PanelBody>
        <Markdown>{text}</Markdown>
      </PanelBody>
    </Panel>
  );
}

function DrillPanel({ name, drill }: { name: string; drill: RunbookData['runbook']['lastDrill'] }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const run = useMutation(trpc.runbooks.drill.mutationOptions({ meta: { done: 'Drill recorded' } }));
  return (
    <Panel>
      <PanelHeader
        title="Last drill"
        meta={
          may('runbook.write') === null && (
            <Button size="sm" disabled={run.isPending} onClick={() => run.mutate({ project: project.name, name })}>
              Drill now
            </Button>
          )
        }
      />
      <PanelBody>
        {drill === null ? (
          'Never. A drill checks that each step which acts could act, and changes nothing.'
        ) : (
          <>
            {drill.actor.name} <Time at={drill.at} />, version {drill.version}:{' '}
            {drill.deadSteps === 0 ? 'no step was dead.' : `${plural(drill.deadSteps, 'step')} dead.`}
            {drill.steps.map(
              ({ position, state, message }) =>
                (state === 'dead' || state === 'unavailable') && (
                  <span key={position} className="block text-fail">
                    Step {position}: {message}
                  </span>
                ),
            )}
          </>
        )}
      </PanelBody>
    </Panel>
  );
}

function Versions({ versions }: { versions: RunbookData['versions'] }) {
  return (
    <Panel>
      <PanelHeader title="Versions" meta={versions.length === 0 ? 'as delivered' : undefined} />
      {versions.length === 0 ? (
        <PanelBody>Nobody has changed or used it in this project.</PanelBody>
      ) : (
        <Rows>
          {versions.map(({ version, actor, at }) => (
            <Row key={version} title={`Version ${version}`} sub={actor.name} action={<Time at={at} />} />
          ))}
        </Rows>
      )}
    </Panel>
  );
}
