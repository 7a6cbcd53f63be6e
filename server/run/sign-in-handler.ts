import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { readableSignIn } from '#server/projects/readable-sign-in.ts';
import { readSignInLink } from '#server/projects/redeem-sign-in-link.ts';
import { authOptions } from '#server/projects/sign-in.ts';
import { webServices } from './web-services.ts';

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/**
 * Every request below /api/auth. Who wants to be signed in while the database is away gets 503, with the address that
 * our own form reads the reason from; what needs no database is answered as ever.
 */
export async function handleSignIn(request: NextRequest, context: RouteContext): Promise<Response> {
  const services = webServices();
  process.env.NEXTAUTH_URL ??= services.publicUrl;
  const path = (await context.params).nextauth;
  const read = await readableSignIn(request, path, services.publicUrl);
  if (read instanceof Response) return read;
  const signsIn = request.method === 'POST' && path[1] !== undefined;
  if (signsIn && !(await services.reachable())) return away(services.publicUrl);
  const answer = (await NextAuth(read, context, authOptions(services))) as Response;
  if (signsIn && answer.status >= 400 && !(await services.reachable())) return away(services.publicUrl);
  return answer;
}

const away = (publicUrl: string): Response =>
  Response.json(
    { url: `${publicUrl}/sign-in?error=unavailable` },
    { status: 503, headers: { 'retry-after': '2', 'cache-control': 'no-store' } },
  );

/** For the sign-in page: whom the one-time link of its address would sign in, or null when it is good no more. */
export async function whoseLink(token: string): Promise<{ email: string; name: string } | null> {
  const found = await readSignInLink(webServices(), token);
  return found && { email: found.email, name: found.name };
}
