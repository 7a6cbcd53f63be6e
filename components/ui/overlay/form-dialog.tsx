'use client';

import { type ReactElement, type ReactNode, useId, useState } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { Dialog } from './dialog.tsx';

/** What sends the form: as a mutation has it. */
type Sending = { isPending: boolean; reset: () => void };

/**
 * A window with one form and one button that sends it. It closes once `onSend` is through; `error` says below the fields
 * why it was refused.
 */
export function FormDialog({
  verb,
  sending,
  error,
  onSend,
  children,
  ...words
}: {
  title: string;
  description?: string;
  trigger: ReactElement;
  verb: string;
  sending: Sending;
  error?: ReactNode;
  onSend: (form: FormData) => Promise<unknown>;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  function change(next: boolean) {
    setOpen(next);
    sending.reset();
  }
  const footer = (
    <Button type="submit" form={id} variant="primary" disabled={sending.isPending}>
      {verb}
    </Button>
  );
  return (
    <Dialog {...words} open={open} onOpenChange={change} footer={footer}>
      <form
        id={id}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          onSend(new FormData(event.currentTarget)).then(
            () => setOpen(false),
            // `error` shows it.
            () => undefined,
          );
        }}
      >
        {children}
        {error && <FieldError>{error}</FieldError>}
      </form>
    </Dialog>
  );
}
