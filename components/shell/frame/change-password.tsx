'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId } from 'react';
import { leave } from '#components/shell/leave.ts';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

/** The form for the user's own password. A change ends all sessions of the user, so the sign-in page comes next. */
export function ChangePassword({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const trpc = useTRPC();
  const change = useMutation(
    trpc.projects.changePassword.mutationOptions({ meta: { errors: 'inline' }, onSuccess: () => leave() }),
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    change.mutate({ current: String(form.get('current')), next: String(form.get('next')) });
  }
  const { error } = change;
  const current = error ? fieldSentence(error, 'current') : undefined;
  const next = error ? fieldSentence(error, 'next') : undefined;
  return (
    <Dialog
      title="Change your password"
      description="You are signed out everywhere and sign in again with the new one."
      open
      width="sm"
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={change.isPending}>
            Change the password
          </Button>
        </>
      }
    >
      <form id={formId} method="post" onSubmit={submit} className="grid gap-3">
        <Field label="Present password" error={current}>
          <Input name="current" type="password" autoComplete="current-password" required />
        </Field>
        <Field
          label="New password"
          hint="At least 8 characters; 15 or more are better, such as four words."
          error={next}
        >
          <Input name="next" type="password" autoComplete="new-password" required />
        </Field>
        {error && !current && !next && <FieldError>{sentenceOf(error)}</FieldError>}
      </form>
    </Dialog>
  );
}
