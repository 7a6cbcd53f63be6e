import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import type { Fault } from '#server/platform/faults.ts';
import { readSignInLink } from '#server/projects/sign-in/read-sign-in-link.ts';
import { readableSignIn } from '#server/projects/sign-in/readable-sign-in.ts';
import { authOptions, readSignedIn } from '#server/projects/sign-in/sign-in.ts';
import { webServices } from './web-services.ts';

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/**
 * Handles every request below /api/auth. next-auth has one status for all refusals: where a fault of ours caused one,
 * the response gets the fault's status (429, 503) and `Retry-After`. A sign-in while the database is unreachable gets
 * 503, with the address from which our form reads the reason; requests that need no database are handled as usual.
 */
export async function handleSignIn(request: NextRequest, context: RouteContext): Promise<Response> {
  const services = webServices();
  process.env.NEXTAUTH_URL ??= services.publicUrl;
  const path = (await context.params).nextauth;
  const read = await readableSignIn(request, path, services.publicUrl);
  if (read instanceof Response) return read;
  // next-auth would extend a cookie whose session has ended on the server.
  if (path[0] === 'session') return Response.json({});
  const signsIn = request.method === 'POST' && path[1] !== undefined;
  if (signsIn && !(await services.reachable())) return unavailable(services.publicUrl);
  const faults: Fault[] = [];
  const options = authOptions(services, (fault) => faults.push(fault));
  const response = (await NextAuth(read, context, options)) as Response;
  const [fault] = faults;
  if (fault) return withStatusOf(fault, response);
  if (signsIn && response.status >= 400 && !(await services.reachable())) return unavailable(services.publicUrl);
  return response;
}

const unavailable = (publicUrl: string): Response =>
  Response.json(
    { url: `${publicUrl}/sign-in?error=unavailable` },
    { status: 503, headers: { 'retry-after': '2', 'cache-control': 'no-store' } },
  );

function withStatusOf(fault: Fault, response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(fault.headers)) headers.set(name, value);
  return new Response(response.body, { status: fault.status, headers });
}

export type LinkDescription = {
  email: string;
  name: string;
  /** The project that the link joins; null where it only sets a new password. */
  project: string | null;
  /** False where the address has a password already, with which its owner must sign in. */
  setsPassword: boolean;
  /** The person signed in by this browser, or null. */
  signedInAs: { email: string; isTheirs: boolean } | null;
};

/** For the sign-in page: what the one-time link with this token does, or null when it is no longer valid. */
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
