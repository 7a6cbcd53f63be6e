'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { mayBeDone, sentenceOf } from '#components/shell/reads/fault.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import type { Problem } from './draft-version.ts';

/** The message of the version, and the button that saves it. Shows what prevents saving, and its result. */
export function SaveVersion({
  next,
  message,
  edited,
  problems,
  pending,
  error,
  notSaved,
  onMessage,
  onSave,
}: {
  /** The number of the new version. */
  next: number;
  message: string;
  edited: boolean;
  problems: readonly Problem[];
  pending: boolean;
  error: unknown;
  /** The server's sentence when no new version was made. */
  notSaved: ReactNode;
  onMessage: (message: string) => void;
  onSave: () => void;
}) {
  const { may } = useProject();
  const [tried, setTried] = useState(false);
  const refusal = may('prompt.write');
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (problems.length === 0) onSave();
  }
  if (refusal !== null) return <p className="text-12 text-muted-foreground">{refusal} You can look and try values.</p>;
  return (
    <form onSubmit={submit} className="grid gap-3">
      <Field label="Message" hint="Why this version was made. Approvers read it first.">
        <Textarea rows={2} maxLength={2000} value={message} onChange={({ target }) => onMessage(target.value)} />
      </Field>
      {tried && problems.map(({ field, sentence }) => <FieldError key={field}>{sentence}</FieldError>)}
      {Boolean(error) && (
        <FieldError>
          {mayBeDone(error) ? '' : 'Not saved: '}
          {sentenceOf(error)} Your text is kept.
        </FieldError>
      )}
      {notSaved}
      <div className="flex flex-wrap items-center gap-2.5">
        <Button type="submit" variant="primary" disabled={pending}>
          {pending ? 'Saving' : `Save as version ${next}`}
        </Button>
        <span className="text-12 text-muted-foreground">{edited ? 'Unsaved work' : 'Nothing changed yet'}</span>
      </div>
    </form>
  );
}
