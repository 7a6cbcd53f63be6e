'use client';

import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { returnPath } from '#server/projects/domain/return-path.ts';
import { signInSentence } from './sentences.ts';

type Given =
  | { provider: 'password'; email: string; password: string }
  | { provider: 'link'; token: string; password: string };

/** Signs in and goes on to `next`, with a full load so that the server sees the cookie. Stays with a sentence otherwise. */
export function useSignIn(next: string | null) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  async function send({ provider, ...fields }: Given) {
    setPending(true);
    setError(null);
    // A server that does not answer rejects; for the reader that is one more way of not working right now.
    const answer = await signIn(provider, { ...fields, redirect: false }).catch(() => undefined);
    if (answer?.ok) return window.location.assign(returnPath(next));
    setPending(false);
    setError(signInSentence(answer?.error));
  }
  return { send, pending, error, setError };
}
