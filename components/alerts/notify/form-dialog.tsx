'use client';

import type { ReactElement, ReactNode } from 'react';
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
  /** Opens it; left out: a button with its title and a plus. */
  trigger?: ReactElement;
  children: ReactNode;
};

/** A window with a form, opened by a button: of something new by one with the same words. */
export function FormDialog(props: FormDialogProps) {
  const { title, open, onOpenChange, form, submit, isPending, footer, children } = props;
  const buttons = (
    <>
      <Button onClick={() => onOpenChange(false)}>Cancel</Button>
      <Button type="submit" form={form} variant="primary" disabled={isPending}>
        {submit}
      </Button>
    </>
  );
  const trigger = props.trigger ?? (
    <Button size="sm" icon="plus">
      {title}
    </Button>
  );
  return <Dialog {...{ title, open, onOpenChange, trigger, children }} footer={footer ?? buttons} />;
}
