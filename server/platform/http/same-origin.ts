const JSON_TYPE = /^application\/json\b/i;
const SAFE = new Set(['GET', 'HEAD']);

/**
 * Why a request to our own pages' API may come from another site, as a sentence; null when it does not.
 * A change must be JSON (a form of another site cannot send that without a preflight) and must have our origin:
 * `Sec-Fetch-Site` same-origin or none, or else an `Origin` that is ours. A change with a cookie and neither header is
 * refused, as browsers send at least one with every change. A read is refused only where a header names another site.
 */
export function crossSiteRefusal(request: Pick<Request, 'method' | 'headers'>, publicUrl: string): string | null {
  const site = request.headers.get('sec-fetch-site');
  const changes = !SAFE.has(request.method);
  if (changes && !JSON_TYPE.test(request.headers.get('content-type') ?? '')) {
    return 'Send application/json.';
  }
  if (site !== null) {
    return site === 'same-origin' || site === 'none' ? null : 'This can only be used from Switchyard’s own pages.';
  }
  const origin = request.headers.get('origin');
  if (origin !== null) {
    return isOurs(origin, request.headers.get('host'), publicUrl)
      ? null
      : 'This can only be used from Switchyard’s own pages.';
  }
  if (!changes || !request.headers.has('cookie')) return null;
  return 'The request does not name its origin. Send Sec-Fetch-Site or Origin.';
}

/** Whether `origin` is the public URL's, or that of the local host that was requested (checked by `isAllowedHost`). */
function isOurs(origin: string, host: string | null, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (from.origin === new URL(publicUrl).origin) return true;
  return host !== null && from.host === host && LOCAL.has(from.hostname);
}

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);
