import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { readableSignIn } from '#server/projects/readable-sign-in.ts';
import { readSignInLink } from '#server/projects/redeem-sign-in-link.ts';
import { authOptions } from '#server/projects/sign-in.ts';
import { webServices } from './web-services.ts';

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/** Every request below /api/auth. */
export async function handleSignIn(request: NextRequest, context: RouteContext): Promise<Response> {
  const services = webServices();
  process.env.NEXTAUTH_URL ??= services.publicUrl;
  const read = await readableSignIn(request, (await context.params).nextauth, services.publicUrl);
  if (read instanceof Response) return read;
  return NextAuth(read, context, authOptions(services)) as Promise<Response>;
}

/** For the sign-in page: whom the one-time link of its address would sign in, or null when it is good no more. */
export async function whoseLink(token: string): Promise<{ email: string; name: string } | null> {
  const found = await readSignInLink(webServices(), token);
  return found && { email: found.email, name: found.name };
}
