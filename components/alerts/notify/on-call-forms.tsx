'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { FormDialog } from './form-dialog.tsx';

type OnCall = Outputs['notify']['onCall'];

/** Has somebody stand in for whoever is on call, for some hours from now. */
export function AddOverride({ data: { people, rotations } }: { data: OnCall }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const meta = { errors: 'inline', done: 'Override made' } as const;
  const add = useMutation(trpc.notify.addOverride.mutationOptions({ meta, onSuccess: () => setOpen(false) }));
  if (may('on_call.write') !== null) return null;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const now = Date.now();
    add.mutate({
      project: project.name,
      rotationId: String(form.get('rotation')),
      personId: String(form.get('person')),
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + Number(form.get('hours')) * 3_600_000).toISOString(),
    });
  }
  return (
    <FormDialog
      title="New override"
      form="override"
      submit="Make the override"
      isPending={add.isPending}
      {...{ open }}
      onOpenChange={setOpen}
    >
      <form id="override" onSubmit={submit} className="grid gap-3">
        <Field label="In the rotation">
          <Select name="rotation">
            {rotations.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="On call is">
          <Select name="person">
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="From now, for hours">
          <Input name="hours" type="number" min={1} max={1440} required defaultValue={8} />
        </Field>
        {add.error !== null && <FieldError>{sentenceOf(add.error)}</FieldError>}
      </form>
    </FormDialog>
  );
}

/** Rows of the form of escalation; the API takes ten. */
const ROWS = [1, 2, 3] as const;

/** Sets whom a page goes to that nobody acknowledges, and after how many minutes. */
export function SetSteps({ data: { people, rotations, steps } }: { data: OnCall }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const meta = { errors: 'inline', done: 'Escalation set' } as const;
  const save = useMutation(trpc.notify.saveSteps.mutationOptions({ meta, onSuccess: () => setOpen(false) }));
  if (may('on_call.write') !== null) return null;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const chosen = ROWS.flatMap((row) => {
      const [kind, id = ''] = String(form.get(`whom ${row}`)).split(' ');
      const afterMinutes = Number(form.get(`minutes ${row}`));
      if (kind === '') return [];
      return [kind === 'rotation' ? { afterMinutes, rotationId: id } : { afterMinutes, personId: id }];
    });
    save.mutate({ project: project.name, steps: chosen });
  }
  return (
    <FormDialog
      title="Escalation"
      form="steps"
      submit="Set the escalation"
      isPending={save.isPending}
      {...{ open }}
      onOpenChange={setOpen}
    >
      <form id="steps" onSubmit={submit} className="grid gap-3">
        {ROWS.map((row) => {
          const step = steps[row - 1];
          const whom = step?.rotationId
            ? `rotation ${step.rotationId}`
            : step?.personId
              ? `person ${step.personId}`
              : '';
          return (
            <div key={row} className="grid grid-cols-[1fr_120px] gap-2">
              <Field label={`Step ${row}`}>
                <Select name={`whom ${row}`} defaultValue={whom}>
                  <option value="">nobody</option>
                  {rotations.map(({ id, name }) => (
                    <option key={id} value={`rotation ${id}`}>
                      who is on call in {name}
                    </option>
                  ))}
                  {people.map(({ id, name }) => (
                    <option key={id} value={`person ${id}`}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field label="after minutes">
                <Input
                  name={`minutes ${row}`}
                  type="number"
                  min={0}
                  max={10_080}
                  required
                  defaultValue={step?.afterMinutes ?? (row - 1) * 10}
                />
              </Field>
            </div>
          );
        })}
        {save.error !== null && <FieldError>{sentenceOf(save.error)}</FieldError>}
      </form>
    </FormDialog>
  );
}
