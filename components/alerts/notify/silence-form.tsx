'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { money, plural } from '#components/ui/format.ts';
import { FormDialog } from './form-dialog.tsx';

const FORM = 'silence';
const HOURS = [
  ['1', '1 hour'],
  ['4', '4 hours'],
  ['24', '1 day'],
  ['72', '3 days'],
  ['168', '7 days'],
] as const;
/** What most silences are about; the API takes any label and several of them. */
const LABELS = ['prompt', 'model', 'kind', 'environment', 'severity'] as const;

/** Silences what matches, and says before what it would have hidden. Hidden from people without the permission. */
export function NewSilence() {
  const [open, setOpen] = useState(false);
  const [label, setLabel] = useState<string>('prompt');
  const [value, setValue] = useState('');
  const trpc = useTRPC();
  const { project, may } = useProject();
  const create = useMutation(
    trpc.notify.createSilence.mutationOptions({
      meta: { errors: 'inline', done: 'Silenced' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('silence.write') !== null) return null;
  const matchers = [{ label, value: value.trim() }];
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const endsAt = new Date(Date.now() + Number(form.get('hours')) * 3_600_000).toISOString();
    create.mutate({ project: project.name, matchers, reason: String(form.get('reason')), ends_at: endsAt });
  }
  const wrong = (field: string) => (create.error ? fieldSentence(create.error, field) : undefined);
  const isNamed = ['matchers', 'reason', 'ends_at'].some((field) => wrong(field) !== undefined);
  return (
    <FormDialog
      title="New silence"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
      }}
      form={FORM}
      submit="Silence"
      isPending={create.isPending}
    >
      <form id={FORM} onSubmit={submit} className="grid gap-3">
        <Field label="Alerts whose">
          <Select value={label} onChange={(event) => setLabel(event.target.value)}>
            {LABELS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </Field>
        <Field label="is" hint="* stands for any text: support/*" error={wrong('matchers')}>
          <Input
            required
            maxLength={300}
            autoComplete="off"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </Field>
        <Field label="For" error={wrong('ends_at')}>
          <Select name="hours" defaultValue="4">
            {HOURS.map(([hours, words]) => (
              <option key={hours} value={hours}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Why" hint="Who reads the silence at night must know." error={wrong('reason')}>
          <Input name="reason" required maxLength={1000} autoComplete="off" />
        </Field>
        {open && value.trim() !== '' && <Price matchers={matchers} />}
        {create.error !== null && !isNamed && <FieldError>{sentenceOf(create.error)}</FieldError>}
      </form>
    </FormDialog>
  );
}

function Price({ matchers }: { matchers: { label: string; value: string }[] }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data, isError } = useQuery(trpc.notify.silencePrice.queryOptions({ project: project.name, matchers }));
  if (isError)
    return <p className="text-12 text-muted-foreground">What it would have hidden is not known right now.</p>;
  if (!data) return <p className="text-12 text-muted-foreground">Replaying the last 7 days.</p>;
  const cost = data.failedCost === null ? '' : `, which cost ${money(data.failedCost)}`;
  return (
    <p className="text-12 text-muted-foreground" aria-live="polite">
      In the last 7 days it would have hidden {plural(data.firings, 'firing')} with{' '}
      {plural(data.failedOutcomes, 'failed outcome')} and {plural(data.failedRequests, 'failed request')}
      {cost}.
    </p>
  );
}
