import { getServerSession, type NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { readConfig } from '#server/platform/config.ts';
import type { Services } from '#server/platform/context.ts';
import { faultOfDatabase } from '#server/platform/database-faults.ts';
import { type Fault, unavailable } from '#server/platform/faults.ts';
import { clientIp } from '#server/platform/http/client-ip.ts';
import { readSecret } from '#server/platform/secrets.ts';
import { ownAddress } from '#server/projects/domain/return-path.ts';
import { checkPassword, type SessionStart } from './check-password.ts';
import { readPersonOfSession, type SignedIn } from './read-person-of-session.ts';
import { redeemSignInLink } from './redeem-sign-in-link.ts';
import { endSession, type OpenSession, openSession, SESSION_S } from './session.ts';
import { signInCookies } from './sign-in-cookies.ts';

/**
 * Sign-in by e-mail address and password (`password`) or by a one-time link that sets the password (`link`).
 * A refusal reaches the page as next-auth's `error`: `CredentialsSignin` for every wrong pair, else a fault's code (with
 * a 429 the seconds to wait behind a dot). next-auth has one status for all of them: `onFault` hears of the fault, so
 * that the answer can carry its own.
 */
export function authOptions(services: Services, onFault: (fault: Fault) => void = () => undefined): NextAuthOptions {
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
          answering(services, onFault, () =>
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
          answering(services, onFault, () =>
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
      jwt: ({ token, user }) => (user ? carriedBy(user) : token),
      session: ({ session, token: { userId, sessionVersion, sessionId } }) => ({
        expires: session.expires,
        userId,
        sessionVersion,
        sessionId,
      }),
    },
    events: {
      signOut: async ({ token: { userId, sessionId } }) => {
        await endSession(services, { userId, sessionId }).catch((error: unknown) => onFault(faultOf(services, error)));
      },
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
  return readPersonOfSession(services, {
    userId: undefined,
    sessionVersion: undefined,
    sessionId: undefined,
    ...session,
  });
}

/** next-auth puts an error's message into an address: only codes of ours, and how long to wait, may stand there. */
async function answering(
  services: Services,
  onFault: (fault: Fault) => void,
  check: () => Promise<SessionStart | null>,
): Promise<OpenSession | null> {
  try {
    const start = await check();
    return start && (await openSession(services, start));
  } catch (error) {
    const fault = faultOf(services, error);
    onFault(fault);
    const wait = fault.status === 429 ? `.${fault.headers['retry-after'] ?? ''}` : '';
    throw new Error(`${fault.code}${wait}`);
  }
}

function faultOf(services: Services, error: unknown): Fault {
  const fault = faultOfDatabase(error);
  if (fault && fault.status < 500) return fault;
  services.log.error({ err: error }, 'sign-in failed');
  return fault ?? unavailable(error);
}

/** What the cookie carries of what `authorize` returned. */
function carriedBy(user: object): Record<string, unknown> {
  const { id, sessionVersion, sessionId } = { id: undefined, sessionVersion: undefined, sessionId: undefined, ...user };
  return { userId: id, sessionVersion, sessionId };
}

/** A field of the form, bounded: a longer one is no address, password or token of ours. */
const field = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

function ipOf(request: { headers?: Record<string, unknown> } | undefined): string | null {
  const value = request?.headers?.['x-forwarded-for'];
  return typeof value === 'string' ? clientIp(value) : null;
}

let secret: string | null = null;

/** What session cookies are sealed with: made once for the installation, kept in its data folder. */
function sessionSecret(): string {
  secret ??= readSecret(readConfig().dataDir, 'session.key');
  return secret;
}
