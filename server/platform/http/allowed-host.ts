const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a page may be asked for under this `Host`: this machine's own names and the public URL's. Refusing others
 * keeps a foreign name that was pointed at this address (DNS rebinding) from being an origin with our cookies.
 */
export function isAllowedHost(host: string | null, publicUrl: string): boolean {
  if (host === null || !URL.canParse(`http://${host}`)) return false;
  const { hostname, pathname, username } = new URL(`http://${host}`);
  if (pathname !== '/' || username !== '') return false;
  return LOCAL.includes(hostname) || hostname === new URL(publicUrl).hostname;
}
