'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { RestrictionsPanel } from '#components/rollouts/restrictions-panel.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Markdown } from '#components/ui/data/markdown.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { CreateRunbook } from './edit-runbook.tsx';
import { type RunbookRow, runbooksHeadline } from './runbook-words.ts';

/** Of a signal in the list, which shows three lines of it: a hundred whole ones would be dear to render. */
const SIGNAL_CHARS_SHOWN = 400;

/** Every runbook of the project: by what it is detected, who keeps it, and whether its steps could be done now. */
export function RunbooksPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.runbooks.list.queryOptions({ project }),
    refetchInterval: AGAIN_MS.resting,
  });
  return (
    <>
      <PageHeadline evidence="What to do when something breaks, step by step. A step that acts says what it will do before it does it.">
        {runbooksHeadline(data)}
      </PageHeadline>
      <Panel>
        <PanelHeader title="Runbooks" meta={<CreateRunbook />} />
        <Table label="Runbooks" stack>
          <THead>
            <Tr>
              <Th>Runbook</Th>
              <Th>Detection signal</Th>
              <Th>Owner</Th>
              <Th>Last drill</Th>
              <Th>Steps</Th>
            </Tr>
          </THead>
          <TBody>
            {data.map((row) => (
              <RunbookLine key={row.name} project={project} row={row} />
            ))}
          </TBody>
        </Table>
        <PanelFoot>
          The worker drills every runbook once a month: it checks that each step which acts could act, and changes
          nothing.
        </PanelFoot>
      </Panel>
      <RestrictionsPanel project={project} />
    </>
  );
}

function RunbookLine({ project, row }: { project: string; row: RunbookRow }) {
  return (
    <Tr className="[&>td]:py-2 [&>td]:align-top">
      <Td head sub={row.isBuiltin ? `built in, version ${row.version}` : `version ${row.version}`}>
        <TextLink href={to.runbook(project, row.name)}>{row.title}</TextLink>
      </Td>
      <Td label="Detection signal" className="max-w-[560px] whitespace-normal">
        <Markdown className="line-clamp-3 text-12">{row.signal.slice(0, SIGNAL_CHARS_SHOWN)}</Markdown>
      </Td>
      <Td label="Owner" unknown={row.owner === null}>
        {row.owner ?? 'nobody yet'}
      </Td>
      <Td label="Last drill" unknown={row.lastDrill === null}>
        {row.lastDrill === null ? 'never' : <Time at={row.lastDrill.at} />}
      </Td>
      <Td label="Steps">
        <DeadSteps deadSteps={row.deadSteps} idleSteps={row.idleSteps} total={row.stepsTotal} />
      </Td>
    </Tr>
  );
}

/** How many steps cannot be done, or have nothing to act on yet, or that all can be done. */
export function DeadSteps({ deadSteps, idleSteps, total }: { deadSteps: number; idleSteps: number; total: number }) {
  if (deadSteps === 0 && idleSteps > 0)
    return (
      <Badge icon="waits">
        {plural(total, 'step')}, {count(idleSteps)} with nothing to act on yet
      </Badge>
    );
  return deadSteps > 0 ? (
    <Badge tone="fail" icon="fail">
      {deadSteps} of {plural(total, 'step')} dead
    </Badge>
  ) : (
    <Badge tone="pass" icon="pass">
      {plural(total, 'step')}
    </Badge>
  );
}
