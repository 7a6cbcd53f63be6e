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
 * A refusal reaches the page as next-auth's `error`: `CredentialsSignin` for every wrong pair, else a fault's code (of
 * a 429 with a dot and the seconds to wait). next-auth has one status for all of them: `onFault` gets the fault, so
 * that the response can have the fault's status.
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
          withFaults(services, onFault, () =>
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
          withFaults(services, onFault, () =>
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
      // Log only the code, since next-auth's metadata contains messages. `faultOf` logs our own failures.
      error: (code) => services.log.warn({ code }, 'sign-in'),
      warn: (code) => services.log.debug({ code }, 'sign-in'),
      debug: () => undefined,
    },
  };
}

/** The person signed in by this request's cookie, read from the database; null where there is none. */
export async function readSignedIn(services: Services): Promise<SignedIn | null> {
  const options = authOptions(services);
  const { callbackUrl: _, ...cookies } = signInCookies(services.publicUrl);
  // The callback cookie is not needed here, and next-auth throws where it holds no address: give it an unused name.
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

/**
 * Runs a check and opens a session. Turns an error into one with a fault's code as its message (and the seconds of a
 * 429), since next-auth writes the message into an address.
 */
async function withFaults(
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

/** The parts of the result of `authorize` that the cookie contains. */
function carriedBy(user: object): Record<string, unknown> {
  const { id, sessionVersion, sessionId } = { id: undefined, sessionVersion: undefined, sessionId: undefined, ...user };
  return { userId: id, sessionVersion, sessionId };
}

/** A field of the form, cut to 300 characters: no valid address, password or token is longer. */
const field = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

function ipOf(request: { headers?: Record<string, unknown> } | undefined): string | null {
  const value = request?.headers?.['x-forwarded-for'];
  return typeof value === 'string' ? clientIp(value) : null;
}

let secret: string | null = null;

/** The key that encrypts session cookies: made once for the installation and stored in its data folder. */
function sessionSecret(): string {
  secret ??= readSecret(readConfig().dataDir, 'session.key');
  return secret;
}
