const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** What a caller reads with the 421 to a `Host` that is not ours. */
export const UNKNOWN_HOST = 'This server is not known by that name. Set PUBLIC_URL to the address people use.';

/**
 * Whether a page may be requested under this `Host`: this machine's own names and the host of the public URL. Another
 * site's name that was pointed at this address (DNS rebinding) must not become an origin with our cookies.
 */
export function isAllowedHost(host: string | null, publicUrl: string): boolean {
  if (host === null || !URL.canParse(`http://${host}`)) return false;
  const { hostname, pathname, username } = new URL(`http://${host}`);
  if (pathname !== '/' || username !== '') return false;
  return LOCAL.includes(hostname) || hostname === new URL(publicUrl).hostname;
}
