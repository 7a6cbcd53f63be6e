'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { errorsOf, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { Entry } from '../incident-words.ts';

const FORM = 'add-note';

/** The button that writes a note onto the timeline. */
export function AddNote({ number }: { number: number }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const add = useMutation(
    trpc.incidents.addNote.mutationOptions({
      meta: { errors: 'inline', done: 'Note added' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('incident.write') !== null) return null;
  return (
    <Dialog
      title="Add a note"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        add.reset();
      }}
      trigger={
        <Button size="sm" icon="note">
          Add note
        </Button>
      }
      footer={
        <Button type="submit" form={FORM} variant="primary" disabled={add.isPending}>
          Add
        </Button>
      }
    >
      <form
        id={FORM}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const text = String(new FormData(event.currentTarget).get('text')).trim();
          add.mutate({ project: project.name, number, note: { text } });
        }}
      >
        <Field label="Note">
          <Textarea name="text" required maxLength={4_000} />
        </Field>
        {add.error && <FieldError>{sentenceOf(add.error)}</FieldError>}
      </form>
    </Dialog>
  );
}

/** Pins a row of the timeline, withdraws it with a reason, or takes either back. */
export function EntryActs({ number, entry }: { number: number; entry: Entry }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const change = useMutation(trpc.incidents.changeEntry.mutationOptions());
  if (may('incident.write') !== null) return null;
  const send = (what: { pinned?: boolean; withdrawn?: false }) =>
    change.mutate({ project: project.name, number, entryId: entry.id, change: what });
  return (
    <span className="flex gap-1 *:font-normal *:text-muted-foreground">
      <Button
        size="sm"
        variant="ghost"
        aria-label={`${entry.pinned ? 'Unpin' : 'Pin'}: ${entry.text.slice(0, 80)}`}
        disabled={change.isPending}
        onClick={() => send({ pinned: !entry.pinned })}
      >
        {entry.pinned ? 'Unpin' : 'Pin'}
      </Button>
      {entry.withdrawn === null ? (
        <Withdraw number={number} entry={entry} />
      ) : (
        <Button size="sm" variant="ghost" disabled={change.isPending} onClick={() => send({ withdrawn: false })}>
          Take back
        </Button>
      )}
    </span>
  );
}

function Withdraw({ number, entry }: { number: number; entry: Entry }) {
  const [open, setOpen] = useState(false);
  const form = `withdraw-${entry.id}`;
  const trpc = useTRPC();
  const { project } = useProject();
  const withdraw = useMutation(
    trpc.incidents.changeEntry.mutationOptions({
      meta: { errors: 'inline', done: 'Withdrawn' },
      onSuccess: () => setOpen(false),
    }),
  );
  return (
    <Dialog
      title="Withdraw a row"
      description="It stays on the timeline, struck through, with your name and reason."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Withdraw: ${entry.text.slice(0, 80)}`}>
          Withdraw
        </Button>
      }
      footer={
        <Button type="submit" form={form} variant="primary" disabled={withdraw.isPending}>
          Withdraw it
        </Button>
      }
    >
      <form
        id={form}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const reason = String(new FormData(event.currentTarget).get('reason')).trim();
          const what = { withdrawn: true, reason };
          withdraw.mutate({ project: project.name, number, entryId: entry.id, change: what });
        }}
      >
        <p className="text-muted-foreground">{entry.text}</p>
        <Field label="Reason">
          <Textarea name="reason" required rows={2} maxLength={1_000} />
        </Field>
        {withdraw.error && (
          <FieldError>{errorsOf(withdraw.error)[0]?.message ?? sentenceOf(withdraw.error)}</FieldError>
        )}
      </form>
    </Dialog>
  );
}
