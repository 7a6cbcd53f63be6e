'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Textarea } from '#components/ui/form/input.tsx';
import { count } from '#components/ui/format.ts';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

/** "Paste a changelog" and its dialog: the text or the address that has it, and its day where that is known. */
export function PasteChangelog() {
  const trpc = useTRPC();
  const form = useId();
  const { project, may } = useProject();
  const [open, setOpen] = useState(false);
  const paste = useMutation(
    trpc.models.pasteChangelog.mutationOptions({ meta: { errors: 'inline' }, onSuccess: () => setOpen(false) }),
  );
  const fetched = useMutation(
    trpc.models.fetchChangelog.mutationOptions({
      meta: { errors: 'inline' },
      onSuccess: ({ proposals }) => proposals > 0 && setOpen(false),
    }),
  );
  const [both, setBoth] = useState(false);
  const refusal = may('model.write');
  const error = both ? null : (paste.error ?? fetched.error);
  const inText = paste.error ? fieldSentence(paste.error, 'text') : undefined;
  const inAddress = fetched.error ? fieldSentence(fetched.error, 'url') : undefined;
  const isReading = paste.isPending || fetched.isPending;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [text, url] = [String(data.get('text')), String(data.get('url')).trim()];
    const of = { project: project.name, publishedOn: String(data.get('published_on')) || null };
    paste.reset();
    fetched.reset();
    setBoth(text !== '' && url !== '');
    if (text !== '' && url !== '') return;
    if (url === '') paste.mutate({ ...of, text });
    else fetched.mutate({ ...of, url });
  };
  return (
    <Dialog
      title="Paste a changelog"
      description="In English, the part that names models and days. It stays in this installation."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        paste.reset();
        fetched.reset();
        setBoth(false);
      }}
      trigger={
        <Button icon="plus" disabled={refusal !== null} title={refusal ?? undefined}>
          Paste a changelog
        </Button>
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={isReading}>
            {isReading ? 'Reading' : 'Read it'}
          </Button>
        </>
      }
    >
      {open && (
        <form id={form} noValidate className="grid gap-3" onSubmit={submit}>
          <Field label="Text" error={inText}>
            <Textarea name="text" rows={8} maxLength={200_000} spellCheck={false} />
          </Field>
          <Field
            label="Or the address of a page or feed"
            hint="This server reads it once, now, and follows no redirect. A text that was read before is kept once."
            error={inAddress}
          >
            <Input name="url" type="url" inputMode="url" maxLength={2_000} placeholder="https://" spellCheck={false} />
          </Field>
          <Field
            label="Its day, optional"
            hint="By it days without a year are read, such as “on August 31”. The items of a feed have their own."
          >
            <Input name="published_on" type="date" className="max-w-44" />
          </Field>
          {both && <FieldError>Give the text or its address, not both.</FieldError>}
          {Boolean(error) && !inText && !inAddress && <FieldError>{sentenceOf(error)}</FieldError>}
          {fetched.data?.proposals === 0 && (
            <p role="status" className="text-12 text-muted-foreground">
              Nothing new: every text there that retires a model was read before ({count(fetched.data.keptBefore)} of{' '}
              {count(fetched.data.texts)}).
            </p>
          )}
        </form>
      )}
    </Dialog>
  );
}
