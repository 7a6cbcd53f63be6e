'use client';

import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Textarea } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

/** "Paste a changelog" and its dialog: the text, and its day where that is known. */
export function PasteChangelog() {
  const trpc = useTRPC();
  const form = useId();
  const { project, may } = useProject();
  const [open, setOpen] = useState(false);
  const paste = useMutation(
    trpc.models.pasteChangelog.mutationOptions({ meta: { errors: 'inline' }, onSuccess: () => setOpen(false) }),
  );
  const refusal = may('model.write');
  const byField = paste.error ? fieldSentence(paste.error, 'text') : undefined;
  return (
    <Dialog
      title="Paste a changelog"
      description="The part that names models and days, in English. It stays in this installation."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        paste.reset();
      }}
      trigger={
        <Button icon="plus" disabled={refusal !== null} title={refusal ?? undefined}>
          Paste a changelog
        </Button>
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={paste.isPending}>
            {paste.isPending ? 'Reading' : 'Read it'}
          </Button>
        </>
      }
    >
      {open && (
        <form
          id={form}
          noValidate
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            const data = new FormData(event.currentTarget);
            paste.mutate({
              project: project.name,
              text: String(data.get('text')),
              publishedOn: String(data.get('published_on')) || null,
            });
          }}
        >
          <Field label="Text" error={byField}>
            <Textarea name="text" rows={10} maxLength={200_000} spellCheck={false} />
          </Field>
          <Field label="Its day, optional" hint="By it days without a year are read, such as “on August 31”.">
            <Input name="published_on" type="date" className="max-w-44" />
          </Field>
          {Boolean(paste.error) && !byField && <FieldError>{sentenceOf(paste.error)}</FieldError>}
        </form>
      )}
    </Dialog>
  );
}
