'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldSentence } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

const FORM = 'resolve-alert';

/** Ends an alert by hand, with a reason. */
export function ResolveAlert({ project, id }: { project: string; id: string }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const resolve = useMutation(
    trpc.alerts.resolve.mutationOptions({
      meta: { errors: 'inline', done: 'Resolved' },
      onSuccess: () => setOpen(false),
    }),
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    resolve.mutate({ project, id, reason: String(new FormData(event.currentTarget).get('reason')) });
  }
  return (
    <Dialog
      title="Resolve the alert"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Resolve…</Button>}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary" disabled={resolve.isPending}>
            Resolve
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit}>
        <Field
          label="Reason"
          hint="Stands in the audit log. Where the condition lasts, it fires again as the same alert."
          error={resolve.error ? fieldSentence(resolve.error, 'reason') : undefined}
        >
          <Input name="reason" required maxLength={500} autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  );
}
