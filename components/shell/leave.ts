import { notify } from '#components/ui/overlay/notify.ts';
import { to } from './to.ts';

/**
 * Ends the session on the server and goes to the sign-in page, or to `next`. Where the server could not end the
 * session, shows a notice and stays: a holder of the cookie would still be signed in.
 */
export async function leave(next: string = to.signIn()): Promise<void> {
  if (await endSession()) window.location.assign(next);
  else notify('You are still signed in: signing out did not work. Try again shortly.', { tone: 'error' });
}

async function endSession(): Promise<boolean> {
  try {
    const asked = await fetch('/api/auth/csrf');
    const { csrfToken } = (await asked.json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, json: 'true', callbackUrl: to.signIn() });
    return (await fetch('/api/auth/signout', { method: 'POST', body })).ok;
  } catch {
    return false; // no response, or not one of ours: `leave` shows the notice
  }
}
