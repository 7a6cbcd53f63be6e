'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { nameProblem } from '#server/prompts/domain/name.ts';

/** Creates an empty golden set and opens its page, where items are imported. */
export function CreateDataset() {
  const trpc = useTRPC();
  const router = useRouter();
  const form = useId();
  const { project } = useProject();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const create = useMutation(trpc.evals.createDataset.mutationOptions({ meta: { errors: 'inline' } }));
  const said = problem ?? (create.error ? (fieldSentence(create.error, 'name') ?? sentenceOf(create.error)) : null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const name = String(values.get('name')).trim();
    const wrong = nameProblem(name);
    setProblem(wrong);
    if (wrong) return;
    create.mutate(
      { project: project.name, name, description: String(values.get('description')).trim() },
      {
        onSuccess: () => {
          setOpen(false);
          router.push(to.dataset(project.name, name));
        },
      },
    );
  }

  return (
    <Dialog
      title="Create a dataset"
      description="It is empty at first: import items on its page."
      width="sm"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setProblem(null);
        create.reset();
      }}
      trigger={
        <Button size="sm" icon="plus">
          Create a dataset
        </Button>
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={create.isPending}>
            Create the dataset
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-3" noValidate>
        <Field label="Name" hint="Letters, digits, . _ - and / for folders.">
          <Input name="name" autoComplete="off" maxLength={200} />
        </Field>
        <Field label="Description" hint="What it tests, in a sentence.">
          <Input name="description" autoComplete="off" maxLength={2000} />
        </Field>
        {said && <FieldError>{said}</FieldError>}
      </form>
    </Dialog>
  );
}
