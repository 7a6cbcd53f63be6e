import { type NextRequest, NextResponse } from 'next/server';
import { isAllowedHost, UNKNOWN_HOST } from '#server/platform/http/allowed-host.ts';
import { pageHeaders } from '#server/platform/http/page-headers.ts';
import { unavailablePage } from '#server/platform/http/unavailable-page.ts';
import { signInCookies } from '#server/projects/sign-in/sign-in-cookies.ts';

/** All paths but the built files, whose Host and headers `server/run/web/guard-web.ts` handles. */
export const config = { matcher: ['/((?!_next/static/).*)'] };

/** Paths that need no session: sign-in, and those that authenticate callers themselves. */
const OPEN = /^\/(?:sign-in|api|livez|readyz|_next|icon\.svg|robots\.txt)(?:\/|$)/;

/** Paths that are no pages: tRPC and sign-in themselves respond with 503 while the database is unreachable. */
const NO_PAGE = /^\/(?:api|livez|readyz|_next|icon\.svg|robots\.txt)(?:\/|$)/;

/**
 * Called before every page. Requires a Host of ours, sets the security headers with a new nonce, and redirects a
 * request without a session cookie to sign-in. That only avoids rendering a page in vain: each procedure decides by the
 * database what a person may see. While the database is unreachable, responds with a page and 503, here, since Next
 * cannot change the status of a page once it has begun to render it.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  // Read from `process.env` as a whole: Next would replace `process.env.NAME` with the value at build time.
  const { PUBLIC_URL, PORT, NODE_ENV } = process.env;
  const publicUrl = (PUBLIC_URL ?? `http://localhost:${PORT ?? 3000}`).replace(/\/$/, '');
  const host = request.headers.get('host');
  // As guard-web.ts does: Next listens before it installs that guard, and keeps what arrives until it is ready.
  if (!isAllowedHost(host, publicUrl)) return new NextResponse(UNKNOWN_HOST, { status: 421 });
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const headers = pageHeaders({ nonce, publicUrl, dev: NODE_ENV === 'development' });
  const response =
    (await unavailable(request, nonce)) ??
    forward(request, host ?? '', publicUrl, nonce, headers['content-security-policy'] ?? '');
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/**
 * 503 for a page while the database is unreachable, else null; checked in less than a millisecond where it responds.
 */
async function unavailable(request: NextRequest, nonce: string): Promise<NextResponse | null> {
  if (NO_PAGE.test(request.nextUrl.pathname)) return null;
  if ((await globalThis.switchyardReachable?.()) ?? true) return null;
  return new NextResponse(unavailablePage(nonce), {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'retry-after': '2', 'cache-control': 'no-store' },
  });
}

/** Passes the request on to Next, or redirects to sign-in. */
function forward(request: NextRequest, host: string, publicUrl: string, nonce: string, policy: string): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (!OPEN.test(pathname) && !request.cookies.has(signInCookies(publicUrl).sessionToken.name)) {
    const here = new URL(publicUrl).host === host ? publicUrl : `http://${host}`;
    const next = pathname === '/' && search === '' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return NextResponse.redirect(`${here}/sign-in${next}`);
  }
  // Next reads the nonce from the policy in the request and sets it on the scripts that it writes.
  const forwarded = new Headers(request.headers);
  forwarded.set('x-nonce', nonce);
  // Layouts do not know their path, which the redirect to sign-in needs (components/shell/reads/or-leave.ts).
  forwarded.set('x-path', pathname + search);
  forwarded.set('content-security-policy', policy);
  return NextResponse.next({ request: { headers: forwarded } });
}
