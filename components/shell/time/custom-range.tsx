'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { isReadableRange } from '#server/audit/domain/storable-time.ts';

const FORM = 'custom-range';

/** `2026-11-22T10:28` as the browser's field writes it, read and written in UTC like all our times. */
const forField = (at: Date) => at.toISOString().slice(0, 16);
const fromField = (text: FormDataEntryValue | null) => new Date(`${String(text)}Z`);

/** A form for the start and the end of a range. */
export function CustomRange({
  from,
  to,
  onChoose,
  onClose,
}: {
  from: Date;
  to: Date;
  onChoose: (range: { from: Date; to: Date }) => void;
  onClose: () => void;
}) {
  const [error, setError] = useState<string | undefined>();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const range = { from: fromField(form.get('from')), to: fromField(form.get('to')) };
    if (!(range.from < range.to)) return setError('The end lies before the start. Choose a later end.');
    if (!isReadableRange(+range.from, +range.to)) return setError('Choose at most ten years, from 1970 on.');
    onChoose(range);
    onClose();
  }
  return (
    <Dialog
      title="Custom range"
      description="Times are UTC."
      open
      width="sm"
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={FORM} variant="primary">
            Show this range
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} className="grid grid-cols-2 gap-3 phone:grid-cols-1">
        <Field label="From">
          <Input type="datetime-local" name="from" defaultValue={forField(from)} required />
        </Field>
        <Field label="To" error={error}>
          <Input type="datetime-local" name="to" defaultValue={forField(to)} required />
        </Field>
      </form>
    </Dialog>
  );
}
