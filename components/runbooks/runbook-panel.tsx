'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { doneBy, type RunbookData } from './runbook-words.ts';
import { StepRow } from './step-row.tsx';

/** A runbook with its newest run, of an incident or without one. The page that shows it prefetches `runbooks.detail`. */
export function useRunbook(name: string, incidentId: string | null): RunbookData {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data } = useSuspenseQuery({
    ...trpc.runbooks.detail.queryOptions({ project: project.name, name, incidentId }),
    refetchInterval: AGAIN_MS.serving,
  });
  return data;
}

/**
 * The steps of a runbook to tick and to act on: on its own page, and beside an incident with its id, where what is done is
 * recorded for that incident. The first tick or action starts a run.
 */
export function RunbookPanel({ name, incidentId = null }: { name: string; incidentId?: string | null }) {
  const { runbook, run, newest, choices } = useRunbook(name, incidentId);
  const { project, may } = useProject();
  const trpc = useTRPC();
  const open = run !== null && run.endedAt === null ? run : null;
  const start = useMutation(trpc.runbooks.start.mutationOptions());
  const tick = useMutation(trpc.runbooks.tick.mutationOptions());
  const end = useMutation(trpc.runbooks.end.mutationOptions({ meta: { done: 'Run ended' } }));
  const refusal = may('runbook.write');
  const entries = open?.entries ?? [];
  const done = doneBy(entries);
  /** The box that was clicked, until the server has recorded it. */
  const [ticking, setTicking] = useState<{ position: number; isDone: boolean } | null>(null);
  const begin = () => start.mutateAsync({ project: project.name, name, incidentId });

  async function onTick(position: number, isDone: boolean) {
    setTicking({ position, isDone });
    try {
      const runId = open?.id ?? (await begin()).id;
      await tick.mutateAsync({ project: project.name, runId, position, outcome: isDone ? 'done' : 'reopened' });
    } catch {
      // The query client has said what failed; the box returns to what is recorded.
    } finally {
      setTicking(null);
    }
  }

  return (
    <Panel>
      <PanelHeader
        title={`Runbook: ${runbook.title}`}
        meta={
          <>
            {done.size} of {runbook.steps.length} done
            {open !== null && refusal === null && (
              <Button
                size="sm"
                disabled={end.isPending}
                onClick={() => end.mutate({ project: project.name, runId: open.id })}
              >
                End the run
              </Button>
            )}
          </>
        }
      />
      <ol>
        {runbook.steps.map((step) => (
          <StepRow
            key={step.position}
            step={step}
            entries={entries.filter(({ position }) => position === step.position)}
            done={done.get(step.position)}
            ticked={ticking?.position === step.position ? ticking.isDone : done.has(step.position)}
            choices={choices}
            runId={open?.id ?? null}
            readOnly={refusal !== null}
            busy={start.isPending || tick.isPending}
            onTick={(isDone) => onTick(step.position, isDone)}
            onStart={() => start.mutate({ project: project.name, name, incidentId })}
          />
        ))}
      </ol>
      <PanelFoot>
        {open === null ? (
          <>
            No run is open
            {run?.endedAt != null && run.endedBy !== null && (
              <>
                ; {run.endedBy.name} ended the last one <Time at={run.endedAt} />
              </>
            )}
            . {refusal ?? 'The first step that you tick starts one.'}
          </>
        ) : (
          <>
            {open.startedBy.name} started this run <Time at={open.startedAt} />. It follows version {open.version}
            {newest.version === open.version
              ? '.'
              : `; version ${newest.version} is newer and holds from the next run on.`}
          </>
        )}
      </PanelFoot>
    </Panel>
  );
}
