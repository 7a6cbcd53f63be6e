'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';

type FormDialogProps = {
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The id of the form inside. */
  form: string;
  submit: string;
  isPending: boolean;
  /** Replaces the two buttons once there is something to read instead of a form. */
  footer?: ReactNode;
  children: ReactNode;
};

/** A window with a form that makes something new, opened by a button with the same words. */
export function FormDialog({ title, open, onOpenChange, form, submit, isPending, footer, children }: FormDialogProps) {
  const buttons = (
    <>
      <Button onClick={() => onOpenChange(false)}>Cancel</Button>
      <Button type="submit" form={form} variant="primary" disabled={isPending}>
        {submit}
      </Button>
    </>
  );
  const trigger = (
    <Button size="sm" icon="plus">
      {title}
    </Button>
  );
  return <Dialog {...{ title, open, onOpenChange, trigger, children }} footer={footer ?? buttons} />;
}
