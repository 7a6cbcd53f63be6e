'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { IncidentSeverity } from '#server/incidents/domain/incident.ts';
import { SeverityOptions } from '../severity-options.tsx';
import { fromUtcField } from '../utc-field.ts';

const FORM = 'declare-incident';
const FIELDS = ['title', 'severity', 'prompt', 'environment', 'impact_start'] as const;

/** Declares an incident and opens its page. Hidden from people without the permission. */
export function DeclareIncident() {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const router = useRouter();
  const { project, may } = useProject();
  const declare = useMutation(
    trpc.incidents.declare.mutationOptions({
      meta: { errors: 'inline', done: 'Incident declared' },
      onSuccess: ({ number }) => {
        setOpen(false);
        router.push(to.incident(project.name, number));
      },
    }),
  );
  if (may('incident.write') !== null) return null;
  const wrong = (field: (typeof FIELDS)[number]) => (declare.error ? fieldSentence(declare.error, field) : undefined);
  function submit(form: FormData) {
    const text = (field: string) => String(form.get(field) ?? '').trim() || undefined;
    declare.mutate({
      ...{ project: project.name, title: text('title') ?? '', prompt: text('prompt') },
      ...{ environment: text('environment'), drill: form.has('drill') },
      severity: Number(form.get('severity')) as IncidentSeverity,
      impact_start: fromUtcField(String(form.get('impact_start') ?? '')),
    });
  }
  return (
    <Dialog
      title="Declare an incident"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        declare.reset();
      }}
      trigger={
        <Button size="sm" icon="plus">
          Declare an incident
        </Button>
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary" disabled={declare.isPending}>
            Declare
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <Field label="What is wrong" error={wrong('title')}>
          <Input name="title" required maxLength={300} placeholder="Refunds answer in French" />
        </Field>
        <Field label="Severity" error={wrong('severity')}>
          <Select name="severity" defaultValue="2">
            <SeverityOptions />
          </Select>
        </Field>
        <Field label="Prompt" hint="Left out: all of them." error={wrong('prompt')}>
          <Input name="prompt" maxLength={200} />
        </Field>
        <Field label="Environment" hint="Left out: all of them." error={wrong('environment')}>
          <Input name="environment" maxLength={200} />
        </Field>
        <Field label="First bad minute (UTC)" hint="Left out: not known." error={wrong('impact_start')}>
          <Input name="impact_start" type="datetime-local" />
        </Field>
        <Checkbox name="drill">A drill: in no figure beside those of drills</Checkbox>
        {declare.error && FIELDS.every((field) => wrong(field) === undefined) && (
          <FieldError>{sentenceOf(declare.error)}</FieldError>
        )}
      </form>
    </Dialog>
  );
}
