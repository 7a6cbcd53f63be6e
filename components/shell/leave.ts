import { to } from './to.ts';

/** Ends the session and goes to the sign-in page. What does it is fetched only now: few visits end by it. */
export async function leave(): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ callbackUrl: to.signIn() });
}
