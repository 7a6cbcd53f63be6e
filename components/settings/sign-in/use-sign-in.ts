'use client';

import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { returnPath } from '#server/projects/domain/return-path.ts';
import { signInSentence } from './sentences.ts';

type Given =
  | { provider: 'password'; email: string; password: string }
  | { provider: 'link'; token: string; password: string };

/**
 * Signs in and continues to `next`, with a full page load so that the server receives the cookie. On failure it stays
 * and shows a sentence.
 */
export function useSignIn(next: string | null) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  async function send({ provider, ...fields }: Given) {
    setPending(true);
    setError(null);
    // A server that does not respond rejects; for the reader that is one more temporary failure.
    const result = await signIn(provider, { ...fields, redirect: false }).catch(() => undefined);
    if (result?.ok) return window.location.assign(returnPath(next));
    setPending(false);
    setError(signInSentence(result?.error));
  }
  return { send, pending, error, setError };
}
