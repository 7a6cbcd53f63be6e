import { getServerSession, type NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import type { Services } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';
import { clientIp } from '#server/platform/http/client-ip.ts';
import { checkPassword, type SessionStart } from './check-password.ts';
import { ownAddress } from './domain/way-back.ts';
import { readPersonOfSession, type SignedIn } from './read-person-of-session.ts';
import { redeemSignInLink } from './redeem-sign-in-link.ts';
import { sessionSecret } from './session-secret.ts';
import { signInCookies } from './sign-in-cookies.ts';

const SESSION_S = 7 * 24 * 3600;

/**
 * Sign-in by e-mail address and password (`password`) or by a one-time link that sets the password (`link`).
 * A refusal reaches the page as next-auth's `error`: `CredentialsSignin` for every wrong pair, else a fault's code.
 */
export function authOptions(services: Services): NextAuthOptions {
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_S, updateAge: 24 * 3600 },
    useSecureCookies: services.publicUrl.startsWith('https:'),
    cookies: signInCookies(services.publicUrl),
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        id: 'password',
        credentials: { email: {}, password: {} },
        authorize: (given, request) =>
          answering(services, () =>
            checkPassword(services, {
              email: field(given?.email),
              password: field(given?.password),
              ip: ipOf(request),
            }),
          ),
      }),
      Credentials({
        id: 'link',
        credentials: { token: {}, password: {} },
        authorize: (given, request) =>
          answering(services, () =>
            redeemSignInLink(services, {
              token: field(given?.token),
              password: field(given?.password),
              ip: ipOf(request),
            }),
          ),
      }),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl),
      jwt: ({ token, user }) => (user ? { userId: user.id, sessionVersion: versionOf(user) } : token),
      session: ({ session, token }) => ({
        expires: session.expires,
        userId: token.userId,
        sessionVersion: token.sessionVersion,
      }),
    },
    logger: {
      // Its facts hold messages: what failed on our side is told by `answering`.
      error: (code) => services.log.warn({ code }, 'sign-in'),
      warn: (code) => services.log.debug({ code }, 'sign-in'),
      debug: () => undefined,
    },
  };
}

/** Who is signed in with this request's cookie, read anew from the database; null for nobody. */
export async function readSignedIn(services: Services): Promise<SignedIn | null> {
  const options = authOptions(services);
  const { callbackUrl: _, ...cookies } = signInCookies(services.publicUrl);
  // Whose session it is does not hang on the way back: next-auth throws where that cookie holds no address.
  const unread = { name: 'no-way-back', options: {} };
  const session: unknown = await getServerSession({ ...options, cookies: { ...cookies, callbackUrl: unread } });
  if (typeof session !== 'object' || session === null) return null;
  return readPersonOfSession(services, { userId: undefined, sessionVersion: undefined, ...session });
}

/** next-auth puts an error's message into an address: only codes of ours may stand there. */
async function answering(services: Services, check: () => Promise<SessionStart | null>): Promise<SessionStart | null> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Fault && error.status < 500) throw new Error(error.code);
    services.log.error({ err: error }, 'sign-in failed');
    throw new Error('unavailable');
  }
}

const versionOf = (user: object): unknown => ('sessionVersion' in user ? user.sessionVersion : undefined);

/** A field of the form, bounded: a longer one is no address, password or token of ours. */
const field = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

function ipOf(request: { headers?: Record<string, unknown> } | undefined): string | null {
  const value = request?.headers?.['x-forwarded-for'];
  return typeof value === 'string' ? clientIp(value) : null;
}
