import { type NextRequest, NextResponse } from 'next/server';
import { isAllowedHost } from '#server/platform/http/allowed-host.ts';
import { pageHeaders } from '#server/platform/http/page-headers.ts';
import { unavailablePage } from '#server/platform/http/unavailable-page.ts';
import { signInCookies } from '#server/projects/sign-in/sign-in-cookies.ts';

/** Everything but the built files, whose Host and headers `server/run/web/guard-web.ts` sees to. */
export const config = { matcher: ['/((?!_next/static/).*)'] };

/** Reached without a session: signing in, and what asks for itself who is there. */
const OPEN = /^\/(?:sign-in|api|livez|readyz|_next|icon\.svg|robots\.txt)(?:\/|$)/;

/** Answers without a page that the database has to fill: tRPC and sign-in say themselves that it is away. */
const NO_PAGE = /^\/(?:api|livez|readyz|_next|icon\.svg|robots\.txt)(?:\/|$)/;

/**
 * Before every page: the Host must be one of ours, the answer carries the security headers with a nonce of its own,
 * and who has no session at all is sent to sign in with the way back. This saves a page that nobody would see; who
 * may see what is decided by each procedure, against the database. While that is away, a page says so with 503: once
 * Next has begun to make one, its status is its own.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  // Taken out of the whole at run time: a build must not put its own values in their place.
  const { PUBLIC_URL, PORT, NODE_ENV } = process.env;
  const publicUrl = (PUBLIC_URL ?? `http://localhost:${PORT ?? 3000}`).replace(/\/$/, '');
  const host = request.headers.get('host');
  if (!isAllowedHost(host, publicUrl)) {
    return new NextResponse('This server is not known by that name. Set PUBLIC_URL to the address people use.', {
      status: 421,
    });
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const headers = pageHeaders({ nonce, publicUrl, dev: NODE_ENV === 'development' });
  const response =
    (await away(request, nonce)) ??
    answer(request, host ?? '', publicUrl, nonce, headers['content-security-policy'] ?? '');
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** 503 for a page while the database does not answer; asked in less than a millisecond where it does. */
async function away(request: NextRequest, nonce: string): Promise<NextResponse | null> {
  if (NO_PAGE.test(request.nextUrl.pathname)) return null;
  if ((await globalThis.switchyardReachable?.()) ?? true) return null;
  return new NextResponse(unavailablePage(nonce), {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'retry-after': '2', 'cache-control': 'no-store' },
  });
}

function answer(request: NextRequest, host: string, publicUrl: string, nonce: string, policy: string): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (!OPEN.test(pathname) && !request.cookies.has(signInCookies(publicUrl).sessionToken.name)) {
    const here = new URL(publicUrl).host === host ? publicUrl : `http://${host}`;
    const next = pathname === '/' && search === '' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return NextResponse.redirect(`${here}/sign-in${next}`);
  }
  // Next reads the nonce from the request's own policy and puts it on the scripts that it writes.
  const forwarded = new Headers(request.headers);
  forwarded.set('x-nonce', nonce);
  // Layouts are not told where they are; the way back from sign-in needs it (components/shell/reads/or-leave.ts).
  forwarded.set('x-path', pathname + search);
  forwarded.set('content-security-policy', policy);
  return NextResponse.next({ request: { headers: forwarded } });
}
