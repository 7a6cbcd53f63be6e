import { tooManySentence, WINDOW_MS } from '#server/projects/domain/sign-in-limit.ts';

/** What next-auth's `error` means for the reader: what happened and what to do. */
const SENTENCES: Record<string, string> = {
  CredentialsSignin: 'E-mail address or password is wrong.',
  link_used:
    'This sign-in link was used before, was replaced by a newer one, or is older than 24 hours. Ask an admin for a new one.',
  has_account: 'This address has an account already. Open the link again and sign in with the password that it has.',
  unavailable: 'The database cannot be reached right now. Try again shortly.',
  weak_password: 'This password cannot be used. Choose a longer one.',
};

export function signInSentence(error: string | null | undefined): string {
  const [code = '', seconds] = (error ?? '').split('.');
  if (code === 'too_many_attempts') return tooManySentence(Number(seconds) || WINDOW_MS / 1000);
  return SENTENCES[code] ?? 'Sign-in does not work right now. Try again shortly.';
}
