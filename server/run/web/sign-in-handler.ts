import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import type { Fault } from '#server/platform/faults.ts';
import { readSignInLink } from '#server/projects/sign-in/read-sign-in-link.ts';
import { readableSignIn } from '#server/projects/sign-in/readable-sign-in.ts';
import { authOptions, readSignedIn } from '#server/projects/sign-in/sign-in.ts';
import { webServices } from './web-services.ts';

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/**
 * Every request below /api/auth. next-auth gives each refusal one status: where a fault of ours is behind it, the answer
 * carries that one's (429, 503) and its `Retry-After`. Who wants to be signed in while the database is away gets 503,
 * with the address that our own form reads the reason from; what needs no database is answered as ever.
 */
export async function handleSignIn(request: NextRequest, context: RouteContext): Promise<Response> {
  const services = webServices();
  process.env.NEXTAUTH_URL ??= services.publicUrl;
  const path = (await context.params).nextauth;
  const read = await readableSignIn(request, path, services.publicUrl);
  if (read instanceof Response) return read;
  // next-auth would prolong a cookie whose session has ended on the server.
  if (path[0] === 'session') return Response.json({});
  const signsIn = request.method === 'POST' && path[1] !== undefined;
  if (signsIn && !(await services.reachable())) return away(services.publicUrl);
  const faults: Fault[] = [];
  const options = authOptions(services, (fault) => faults.push(fault));
  const answer = (await NextAuth(read, context, options)) as Response;
  const [fault] = faults;
  if (fault) return withStatusOf(fault, answer);
  if (signsIn && answer.status >= 400 && !(await services.reachable())) return away(services.publicUrl);
  return answer;
}

const away = (publicUrl: string): Response =>
  Response.json(
    { url: `${publicUrl}/sign-in?error=unavailable` },
    { status: 503, headers: { 'retry-after': '2', 'cache-control': 'no-store' } },
  );

function withStatusOf(fault: Fault, answer: Response): Response {
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(fault.headers)) headers.set(name, value);
  return new Response(answer.body, { status: fault.status, headers });
}

export type LinkDescription = {
  email: string;
  name: string;
  /** The project that it joins; null: it only sets a password anew. */
  project: string | null;
  /** False where the address proves itself by the password that it has. */
  setsPassword: boolean;
  /** Who is signed in by this browser, if anybody. */
  signedInAs: { email: string; isTheirs: boolean } | null;
};

/** For the sign-in page: what the one-time link of its address opens, or null when it is good no more. */
export async function describeLink(token: string): Promise<LinkDescription | null> {
  const services = webServices();
  const found = await readSignInLink(services, token);
  if (!found) return null;
  const me = await readSignedIn(services);
  return {
    email: found.email,
    name: found.name,
    project: found.project?.name ?? null,
    setsPassword: found.setsPassword,
    signedInAs: me && { email: me.email, isTheirs: me.id === found.id },
  };
}
