'use client';

import type { FormEvent } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { passwordProblem } from '#server/projects/domain/password-rules.ts';
import { useSignIn } from './use-sign-in.ts';

/** A one-time link was opened: its owner chooses a password. */
export function LinkForm({ token, email, next }: { token: string; email: string; next: string | null }) {
  const { send, pending, error, setError } = useSignIn(next);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    const problem = passwordProblem(password, email);
    if (problem) setError(problem);
    else void send({ provider: 'link', token, password });
  }
  return (
    <form method="post" onSubmit={submit} className="grid gap-3">
      <Field label="E-mail address">
        <Input name="email" type="email" autoComplete="username" value={email} readOnly />
      </Field>
      <Field
        label="New password"
        hint="At least 8 characters; 15 or more are better, such as four words."
        error={error}
      >
        <Input name="password" type="password" autoComplete="new-password" required autoFocus />
      </Field>
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? 'Signing in' : 'Set the password and sign in'}
      </Button>
    </form>
  );
}
