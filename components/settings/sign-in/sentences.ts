/** What next-auth's `error` means for the reader: what happened and what to do. */
const SENTENCES: Record<string, string> = {
  CredentialsSignin: 'E-mail address or password is wrong.',
  too_many_attempts: 'Too many wrong passwords. Try again in 15 minutes.',
  link_used: 'This sign-in link was used before or is older than 24 hours. Ask an admin for a new one.',
  unavailable: 'The database cannot be reached right now. Try again shortly.',
  weak_password: 'This password cannot be taken. Use a longer one.',
};

export function signInSentence(error: string | null | undefined): string {
  return SENTENCES[error ?? ''] ?? 'Sign-in does not work right now. Try again shortly.';
}
