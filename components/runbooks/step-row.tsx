'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Markdown } from '#components/ui/data/markdown.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { ActDialog } from './act-dialog.tsx';
import type { RunbookData, StepData, StepEntry } from './runbook-words.ts';

const KINDS: Record<StepData['kind'], string> = { check: 'Check', act: 'Act', decide: 'Decide', tell: 'Tell' };

/** One step: its box with who ticked it and when, what to do, the reason where it is dead, and its button. */
export function StepRow({
  step,
  entries,
  done,
  ticked,
  choices,
  runId,
  readOnly,
  busy,
  onTick,
  onStart,
}: {
  step: StepData;
  /** What was recorded at this step, oldest first. */
  entries: readonly StepEntry[];
  /** The entry by which it is done. */
  done: StepEntry | undefined;
  /** Whether its box shows a tick. */
  ticked: boolean;
  choices: RunbookData['choices'];
  runId: string | null;
  readOnly: boolean;
  /** Another box is being recorded. */
  busy: boolean;
  onTick: (isDone: boolean) => void;
  onStart: () => void;
}) {
  const { action, check } = step;
  const acted = entries.filter(({ outcome }) => outcome === 'acted');
  return (
    <li className="grid gap-1.5 border-b px-3 py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <Checkbox
          className="min-w-0 flex-1"
          checked={ticked}
          disabled={readOnly || busy}
          onChange={({ target }) => onTick(target.checked)}
        >
          <span className="text-12 text-muted-foreground">{KINDS[step.kind]}</span>{' '}
          <span className="font-medium">{step.title}</span>
        </Checkbox>
        {done && (
          <span className="text-12 text-muted-foreground">
            {done.by} <Time at={done.at} />
          </span>
        )}
        {action && action.known !== null && !readOnly && (
          <ActDialog
            step={step}
            action={{ name: action.known, given: action.given }}
            choices={choices}
            runId={runId}
            onStart={onStart}
          />
        )}
      </div>
      <div className="grid gap-1.5 pl-[26px]">
        {check && check.state !== 'ready' && <StepProblem state={check.state} message={check.message ?? ''} />}
        {step.text !== '' && <Markdown className="text-muted-foreground">{step.text}</Markdown>}
        {acted.map((entry) => (
          <Acted key={entry.id} entry={entry} readOnly={readOnly || runId === null} />
        ))}
      </div>
    </li>
  );
}

function StepProblem({ state, message }: { state: NonNullable<StepData['check']>['state']; message: string }) {
  const isIdle = state === 'idle';
  return (
    <p className="flex flex-wrap items-start gap-x-2 gap-y-1">
      <Badge tone={isIdle ? 'neutral' : 'fail'} icon={isIdle ? 'waits' : 'fail'}>
        {isIdle ? 'Nothing to act on' : state === 'unavailable' ? 'Not available here' : 'Dead step'}
      </Badge>
      <span className={isIdle ? 'text-muted-foreground' : 'text-fail'}>{message}</span>
    </p>
  );
}

function Acted({ entry, readOnly }: { entry: StepEntry; readOnly: boolean }) {
  const { project } = useProject();
  const trpc = useTRPC();
  const undo = useMutation(trpc.runbooks.undo.mutationOptions({ meta: { done: 'Undone' } }));
  return (
    <p className="text-12">
      <Time at={entry.at} /> {entry.by}: {entry.sentence}{' '}
      {entry.path !== null && <TextLink href={to.change(project.name, entry.path)}>Open it</TextLink>}
      {entry.canUndo && !readOnly && (
        <Button
          size="sm"
          disabled={undo.isPending}
          onClick={() => undo.mutate({ project: project.name, entryId: entry.id })}
        >
          Undo
        </Button>
      )}
      {entry.undo !== null && <span className="block text-muted-foreground">To undo it: {entry.undo}</span>}
    </p>
  );
}
