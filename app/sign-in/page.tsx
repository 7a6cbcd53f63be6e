import type { Metadata } from 'next';
import { SignInPage } from '#components/settings/sign-in/sign-in-page.tsx';
import { describeLink } from '#server/run/web/sign-in-handler.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const { token, next } = await searchParams;
  const link = typeof token === 'string' ? { token, who: await describeLink(token) } : null;
  return <SignInPage link={link} next={typeof next === 'string' ? next : null} />;
}
