'use client';

import type { FormEvent } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { signInSentence } from './sentences.ts';
import { useSignIn } from './use-sign-in.ts';

/**
 * E-mail address and password. `expiredLink`: the reader came by a one-time link that is no longer valid. `email`: the
 * address of that link.
 */
export function PasswordForm({
  next,
  expiredLink,
  email,
}: {
  next: string | null;
  expiredLink: boolean;
  email?: string;
}) {
  const { send, pending, error } = useSignIn(next);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void send({ provider: 'password', email: String(form.get('email')), password: String(form.get('password')) });
  }
  const problem = error ?? (expiredLink ? signInSentence('link_used') : null);
  return (
    // POST, so that without scripts the browser does not put a password into the URL.
    <form method="post" onSubmit={submit} className="grid gap-3">
      <Field label="E-mail address">
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={email}
          autoFocus={!expiredLink && !email}
        />
      </Field>
      <Field label="Password">
        <Input name="password" type="password" autoComplete="current-password" required autoFocus={Boolean(email)} />
      </Field>
      {problem && <FieldError>{problem}</FieldError>}
      <Button type="submit" variant="primary" disabled={pending}>
        {pending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  );
}
