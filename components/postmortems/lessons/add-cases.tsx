'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { errorsOf, sentenceOf } from '#components/shell/reads/fault.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { count, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { InputRow } from './input-row.tsx';
import { type Inputs, nothingToAdd } from './lesson-words.ts';

/** The button and window that add failing inputs of an incident to a golden set; people untick what does not belong there. */
export function AddCases({ number, name }: { number: number; name: string }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const [open, setOpen] = useState(false);
  const [dataset, choose] = useState<string>();
  const form = useId();
  const asked = { project: project.name, number, dataset };
  const read = useQuery({ ...trpc.lessons.inputs.queryOptions(asked), enabled: open, staleTime: 0 });
  const add = useMutation(
    trpc.lessons.addCases.mutationOptions({
      meta: { errors: 'inline', done: 'Cases added' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('incident.write') !== null) return null;
  const isReady = read.data !== undefined && read.data.data.length > 0 && read.data.dataset !== null;
  return (
    <Dialog
      title={`Add failing inputs of ${name} to a golden set`}
      description="They become items of its next version. Everybody who reads evals can read them, and they stay after the request itself is deleted: untick what must not be kept."
      width="lg"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        add.reset();
      }}
      trigger={<Button size="sm">Add failing inputs</Button>}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={!isReady || add.isPending}>
            Add cases
          </Button>
        </>
      }
    >
      {read.isLoadingError ? (
        <NotLoaded read={read} />
      ) : read.data === undefined ? (
        <SkeletonRows rows={4} label="Looking for failing inputs" />
      ) : (
        <form
          id={form}
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            const { target, category, cases } = formOf(new FormData(event.currentTarget));
            add.mutate({ project: project.name, number, dataset: target, category, cases });
          }}
        >
          <Choice found={read.data} onChoose={choose} />
          <Found found={read.data} />
          {add.error && <FieldError>{errorsOf(add.error)[0]?.message ?? sentenceOf(add.error)}</FieldError>}
        </form>
      )}
    </Dialog>
  );
}

/** The ticked inputs, with the expected answers that were written. */
function formOf(data: FormData) {
  const cases = data.getAll('request').map((value) => {
    const request = String(value);
    const expected = String(data.get(`expected ${request}`) ?? '').trim();
    return { request, ...(expected === '' ? {} : { expected }) };
  });
  return { target: String(data.get('dataset')), category: String(data.get('category')), cases };
}

function Choice({ found, onChoose }: { found: Inputs; onChoose: (dataset: string) => void }) {
  const { project } = useProject();
  if (found.datasets.length === 0) {
    return (
      <p>
        This project has no golden set yet. <TextLink href={to.evals(project.name)}>Create one</TextLink> first.
      </p>
    );
  }
  return (
    <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
      <Field label="Golden set">
        <Select
          name="dataset"
          required
          value={found.dataset ?? ''}
          onChange={({ target }) => target.value !== '' && onChoose(target.value)}
        >
          {found.dataset === null && <option value="">Choose one</option>}
          {found.datasets.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
      </Field>
      <Field label="Category">
        <Input name="category" required maxLength={200} defaultValue={found.category} />
      </Field>
    </div>
  );
}

function Found({ found }: { found: Inputs }) {
  const { project } = useProject();
  const nothing = nothingToAdd(found);
  if (nothing !== null) {
    return (
      <p className="text-pretty text-muted-foreground">
        {nothing}
        {!found.inputs_stored && (
          <>
            {' '}
            For requests to come an admin can{' '}
            <TextLink href={to.settings(project.name, 'data')}>have them stored</TextLink>.
          </>
        )}
      </p>
    );
  }
  const without = found.without_input;
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="text-12 text-muted-foreground">
        {plural(found.data.length, 'different input')} of {count(found.failing_requests)}
        {found.truncated ? ' or more' : ''} failing requests, the most telling first
        {without > 0 && `; ${plural(without, 'request')} without a stored input`}.{' '}
        {found.needs_expected &&
          'Every scorer of the gate compares with the expected answer, so each new case needs one.'}
      </legend>
      <ul className="grid min-w-0">
        {found.data.map((each) => (
          <InputRow key={each.request} input={each} needsExpected={found.needs_expected} />
        ))}
      </ul>
    </fieldset>
  );
}
