'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Facts } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { type ActionName, type ActionParam, paramsOf, RUNBOOK_ACTIONS } from '#server/runbooks/domain/actions.ts';
import { ConfirmAction, PREVIEWED } from './confirm-action.tsx';
import type { RunbookData, StepData } from './runbook-words.ts';

type Props = {
  step: StepData;
  action: { name: ActionName; given: Record<string, string> };
  choices: RunbookData['choices'];
  /** The run that it is done in; null where none is open. */
  runId: string | null;
  /** Starts a run where none is open. */
  onStart: () => void;
};

/** The button of a step that acts: asks for what the runbook leaves open, shows what it will do, and does it. */
export function ActDialog(props: Props) {
  const { step, action, runId, onStart } = props;
  const [open, setOpen] = useState(false);
  const { verb } = RUNBOOK_ACTIONS[action.name];
  return (
    <Dialog
      title={step.title}
      description={RUNBOOK_ACTIONS[action.name].label}
      open={open}
      onOpenChange={(next) => {
        if (next && runId === null) onStart();
        setOpen(next);
      }}
      trigger={
        <Button size="sm" icon="play">
          {verb}
        </Button>
      }
    >
      {runId === null ? (
        <p className="text-muted-foreground">Starting a run of this runbook.</p>
      ) : (
        <Acting {...props} runId={runId} onDone={() => setOpen(false)} />
      )}
    </Dialog>
  );
}

function Acting({
  step,
  action,
  choices,
  runId,
  onDone,
}: Omit<Props, 'onStart' | 'runId'> & { runId: string; onDone: () => void }) {
  const open = paramsOf(action.name).filter(({ name }) => action.given[name] === undefined);
  const [params, setParams] = useState<Record<string, string> | null>(open.length === 0 ? {} : null);
  function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setParams(Object.fromEntries(open.map(({ name }) => [name, String(form.get(name)).trim()])));
  }
  return (
    <div className="grid gap-3">
      <Facts facts={Object.entries(action.given).map(([name, value]) => [`${name}, as the runbook says`, value])} />
      {open.length > 0 && (
        <form onSubmit={ask} onChange={() => setParams(null)} className="grid gap-3">
          {open.map((param) => (
            <Param key={param.name} param={param} choices={choices[param.of]} />
          ))}
          {params === null && (
            <Button type="submit" className="justify-self-end">
              Show what it will do
            </Button>
          )}
        </form>
      )}
      {params !== null && <Confirming step={step} action={action.name} runId={runId} params={params} onDone={onDone} />}
    </div>
  );
}

function Param({ param, choices }: { param: ActionParam; choices: readonly string[] }) {
  const list = useId();
  return (
    <Field label={param.label} hint={param.hint}>
      <Input
        name={param.name}
        required={param.optional !== true}
        maxLength={300}
        autoComplete="off"
        list={list}
        inputMode={param.of === 'amount' || param.of === 'hours' ? 'decimal' : undefined}
        defaultValue={param.preset ?? (param.optional !== true && choices.length === 1 ? choices[0] : undefined)}
      />
      <datalist id={list}>
        {choices.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </Field>
  );
}

function Confirming({
  step,
  action,
  runId,
  params,
  onDone,
}: {
  step: StepData;
  action: ActionName;
  runId: string;
  params: Record<string, string>;
  onDone: () => void;
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const input = { project: project.name, runId, position: step.position, params };
  const act = useMutation(
    trpc.runbooks.act.mutationOptions({ meta: { errors: 'inline', done: step.title }, onSuccess: onDone }),
  );
  // Once it is done the preview would only say that it cannot be done again.
  const preview = useQuery({
    ...trpc.runbooks.preview.queryOptions(input),
    ...PREVIEWED,
    enabled: act.isIdle || act.isError,
  });
  return (
    <ConfirmAction
      preview={preview}
      act={act}
      verb={`${RUNBOOK_ACTIONS[action].verb} now`}
      onAct={(confirmed) => act.mutate({ ...input, ...confirmed })}
    />
  );
}
