'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
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
          <PanelHeader title="On call now" meta={<RotationForm people={data.people} />} />
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
              <RotationForm people={data.people} />
              {data.rotations.map((one) => (
                <RotationForm key={one.id} people={data.people} rotation={one} />
              ))}
            </span>
          }
        />
      )}
    </>
  );
}

type OnCall = Outputs['notify']['onCall'];

/** Makes a rotation, or changes `rotation`; whoever stays keeps their place in its order. */
function RotationForm({ people, rotation }: { people: OnCall['people']; rotation?: OnCall['rotations'][number] }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const save = useMutation(
    trpc.notify.saveRotation.mutationOptions({
      meta: { errors: 'inline', done: rotation === undefined ? 'Rotation made' : 'Rotation changed' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('on_call.write') !== null) return null;
  const places = rotation?.people.map(({ id }) => id) ?? [];
  const isIn = (id: string) => places.includes(id);
  const inOrder = [
    ...places.flatMap((id) => people.find((one) => one.id === id) ?? []),
    ...people.filter(({ id }) => !isIn(id)),
  ];
  const form = `${FORM}-${rotation?.id ?? 'new'}`;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [hours = '9', minutes = '0'] = String(form.get('time')).split(':');
    save.mutate({
      project: project.name,
      id: rotation?.id ?? null,
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
      title={rotation === undefined ? 'New rotation' : `Change ${rotation.name}`}
      trigger={rotation && <Button size="sm">{`Change ${rotation.name}`}</Button>}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        save.reset();
      }}
      form={form}
      submit={rotation === undefined ? 'Make the rotation' : 'Change the rotation'}
      isPending={save.isPending}
    >
      <form id={form} onSubmit={submit} className="grid gap-3">
        <Field label="Name">
          <Input
            name="name"
            required
            maxLength={100}
            autoComplete="off"
            defaultValue={rotation?.name ?? 'First responders'}
          />
        </Field>
        <fieldset className="grid gap-1">
          <legend className="text-12 font-medium">People, a week each in this order</legend>
          {inOrder.map(({ id, name }) => (
            <Checkbox key={id} name="person" value={id} defaultChecked={isIn(id)}>
              {name}
            </Checkbox>
          ))}
        </fieldset>
        <Field label="Hand-over on">
          <Select name="day" defaultValue={String(rotation?.handOverDay ?? 1)}>
            {DAYS.map((day, index) => (
              <option key={day} value={index + 1}>
                {day}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="at">
          <Input name="time" type="time" required defaultValue={clockOf(rotation?.handOverMinute ?? 540)} />
        </Field>
        <Field label="Time zone" hint="Such as Europe/Berlin.">
          <Input name="timeZone" required maxLength={60} defaultValue={rotation?.timeZone ?? 'UTC'} />
        </Field>
        <Field label="First week contains">
          <Input name="startsOn" type="date" required defaultValue={rotation?.startsOn} />
        </Field>
        {save.error !== null && <FieldError>{sentenceOf(save.error)}</FieldError>}
      </form>
    </FormDialog>
  );
}

/** `09:00` of minutes after midnight. */
const clockOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
