'use client';

import { useState } from 'react';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { trafficWords } from './runbook-words.ts';

/** How a preview is read: it must be of this moment, and its refusal is the answer. */
export const PREVIEWED = { staleTime: 0, gcTime: 0, retry: false } as const;

type Failure = Error | { message: string };

/** What an action will do, to how much traffic and how to undo it, with the button that does it. */
export function ConfirmAction({
  preview: { data, error, isFetching },
  act,
  verb,
  onAct,
}: {
  preview: { data: Outputs['runbooks']['preview'] | undefined; error: Failure | null; isFetching: boolean };
  act: { error: Failure | null; isPending: boolean };
  verb: string;
  onAct: (confirmed: { sees: string; note: string }) => void;
}) {
  const [note, setNote] = useState('');
  if (error) return <FieldError>{sentenceOf(error, { reading: true })}</FieldError>;
  if (data === undefined) return <p className="text-muted-foreground">Looking at what it would do.</p>;
  return (
    <section aria-label="What it will do" className="grid gap-3">
      <dl className="grid gap-2 rounded-md border p-3 [&_dt]:text-12 [&_dt]:text-muted-foreground">
        <div>
          <dt>What it does</dt>
          <dd className="font-medium">{data.sentence}</dd>
        </div>
        <div>
          <dt>Traffic that changes</dt>
          <dd>{trafficWords(data)}</dd>
        </div>
        <div>
          <dt>To undo it</dt>
          <dd>{data.undo}</dd>
        </div>
      </dl>
      <Field label="Note" hint="Why, for the record. May be left empty.">
        <Input value={note} maxLength={2_000} autoComplete="off" onChange={({ target }) => setNote(target.value)} />
      </Field>
      {data.refusal !== null && <FieldError>{data.refusal}</FieldError>}
      {act.error && <FieldError>{sentenceOf(act.error)}</FieldError>}
      <Button
        variant="primary"
        className="justify-self-end"
        disabled={data.refusal !== null || act.isPending || isFetching}
        onClick={() => onAct({ sees: data.sees, note })}
      >
        {verb}
      </Button>
    </section>
  );
}
