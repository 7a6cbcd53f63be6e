'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { FormDialog } from './form-dialog.tsx';
import { NotifyHead } from './notify-head.tsx';
import { AddOverride, SetSteps } from './on-call-forms.tsx';
import { OnCallPanel } from './on-call-panel.tsx';

const FORM = 'rotation';
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** Who is on call now, and the rotation that decides it. */
export function OnCallPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.notify.onCall.queryOptions({ project }),
    refetchInterval: AGAIN_MS.resting,
  });
  const name = data.steps[0]?.name ?? data.rotations[0]?.now?.name ?? null;
  return (
    <>
      <NotifyHead
        tab="on-call"
        headline={name === null ? 'Nobody is on call.' : `${name} is on call.`}
        evidence="Pages that nobody acknowledges go on to the next step. Mail channels with “who is on call” write to that person."
      />
      {data.rotations.length === 0 ? (
        <Panel>
          <PanelHeader title="On call now" meta={<NewRotation people={data.people} />} />
          <EmptyState title="A first rotation">
            A rotation gives each person a week, from one hand-over to the next. Who stands in for somebody is an
            override.
          </EmptyState>
        </Panel>
      ) : (
        <OnCallPanel
          data={data}
          meta={
            <span className="flex flex-wrap justify-end gap-2">
              <AddOverride data={data} />
              <SetSteps data={data} />
              <NewRotation people={data.people} />
            </span>
          }
        />
      )}
    </>
  );
}

function NewRotation({ people }: { people: Outputs['notify']['onCall']['people'] }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const save = useMutation(
    trpc.notify.saveRotation.mutationOptions({
      meta: { errors: 'inline', done: 'Rotation made' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('on_call.write') !== null) return null;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [hours = '9', minutes = '0'] = String(form.get('time')).split(':');
    save.mutate({
      project: project.name,
      name: String(form.get('name')).trim(),
      people: form.getAll('person').map(String),
      timeZone: String(form.get('timeZone')).trim(),
      handOverDay: Number(form.get('day')),
      handOverMinute: Number(hours) * 60 + Number(minutes),
      startsOn: String(form.get('startsOn')),
    });
  }
  return (
    <FormDialog
      title="New rotation"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        save.reset();
      }}
      form={FORM}
      submit="Make the rotation"
      isPending={save.isPending}
    >
      <form id={FORM} onSubmit={submit} className="grid gap-3">
        <Field label="Name">
          <Input name="name" required maxLength={100} autoComplete="off" defaultValue="First responders" />
        </Field>
        <fieldset className="grid gap-1">
          <legend className="text-12 font-medium">People, a week each in this order</legend>
          {people.map(({ id, name }) => (
            <Checkbox key={id} name="person" value={id}>
              {name}
            </Checkbox>
          ))}
        </fieldset>
        <Field label="Hand-over on">
          <Select name="day" defaultValue="1">
            {DAYS.map((day, index) => (
              <option key={day} value={index + 1}>
                {day}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="at">
          <Input name="time" type="time" required defaultValue="09:00" />
        </Field>
        <Field label="Time zone" hint="Such as Europe/Berlin.">
          <Input name="timeZone" required maxLength={60} defaultValue="UTC" />
        </Field>
        <Field label="First week contains">
          <Input name="startsOn" type="date" required />
        </Field>
        {save.error !== null && <FieldError>{sentenceOf(save.error)}</FieldError>}
      </form>
    </FormDialog>
  );
}
