const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

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
