'use client';

import type { FormEvent } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import type { Inputs } from '#components/shell/trpc.ts';
import { roleWord } from '#components/shell/words.ts';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { ROLES } from '#server/platform/actions.ts';
import { roleOf } from './roles.ts';

export const ADD_MEMBER_FORM = 'add-member';

/** The person's address, name and role. `error` is the server's refusal of the last try. */
export function AddMemberForm({
  error,
  onSend,
}: {
  error: unknown;
  onSend: (member: Inputs['projects']['addMember']) => void;
}) {
  const { project } = useProject();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get('name')).trim();
    onSend({
      project: project.name,
      email: String(form.get('email')),
      role: roleOf(form.get('role')),
      ...(name ? { name } : {}),
    });
  }
  const byField = error ? fieldSentence(error, 'email') : undefined;
  return (
    <form id={ADD_MEMBER_FORM} onSubmit={submit} className="grid gap-3">
      <Field label="E-mail address" error={byField}>
        <Input name="email" type="email" autoComplete="off" required />
      </Field>
      <Field label="Name" hint="As others see it. Left out, it is the part before the @.">
        <Input name="name" autoComplete="off" maxLength={80} />
      </Field>
      <Field label="Role">
        <Select name="role" defaultValue="editor">
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {roleWord(role)}
            </option>
          ))}
        </Select>
      </Field>
      {Boolean(error) && !byField && <FieldError>{sentenceOf(error)}</FieldError>}
    </form>
  );
}
