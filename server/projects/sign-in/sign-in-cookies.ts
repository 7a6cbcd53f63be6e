import type { CookiesOptions } from 'next-auth';

/**
 * The cookies of sign-in. With an https public URL they are `Secure` and bound to this host (`__Host-`). A browser
 * shares cookies between the ports of a host, so with http their names contain the port: two installations on one
 * machine do not overwrite each other's cookies.
 */
export function signInCookies(publicUrl: string): Pick<CookiesOptions, 'sessionToken' | 'csrfToken' | 'callbackUrl'> {
  const { protocol, port } = new URL(publicUrl);
  const secure = protocol === 'https:';
  const cookie = (what: string) => ({
    name: secure ? `__Host-switchyard.${what}` : `switchyard.${port || '80'}.${what}`,
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure },
  });
  return { sessionToken: cookie('session'), csrfToken: cookie('csrf'), callbackUrl: cookie('way-back') };
}
