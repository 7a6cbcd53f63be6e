'use client';

import { type ReactElement, type ReactNode, useId } from 'react';
import { errorsOf, sentenceOf } from '#components/shell/reads/fault.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { Incident } from '../incident-words.ts';
import { type Change, useChange } from './use-change.ts';

/**
 * A window that changes an incident, with a reason that stands on its timeline. `changeOf` reads the form; without the
 * permission there is nothing. `reason`: needed, may be given, or not asked for.
 */
export function ChangeDialog({
  incident,
  title,
  verb,
  done,
  trigger,
  reason = 'needed',
  changeOf,
  children,
}: {
  incident: Incident;
  title: string;
  verb: string;
  done: string;
  trigger: ReactElement;
  reason?: 'needed' | 'optional' | 'none';
  changeOf: (form: FormData) => Change;
  children?: ReactNode;
}) {
  const form = useId();
  const { allowed, open, onOpenChange, error, pending, send } = useChange(incident, done);
  if (!allowed) return null;
  return (
    <Dialog
      title={title}
      open={open}
      onOpenChange={onOpenChange}
      trigger={trigger}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={pending}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const why = String(data.get('reason') ?? '').trim();
          send({ ...changeOf(data), ...(why === '' ? {} : { reason: why }) });
        }}
      >
        {children}
        {reason !== 'none' && (
          <Field label="Reason" hint="It stands on the timeline.">
            <Textarea name="reason" rows={2} maxLength={1_000} required={reason === 'needed'} />
          </Field>
        )}
        {error && <FieldError>{errorsOf(error)[0]?.message ?? sentenceOf(error)}</FieldError>}
      </form>
    </Dialog>
  );
}
