const JSON_TYPE = /^application\/json\b/i;
const SAFE = new Set(['GET', 'HEAD']);

/**
 * Why a request to our own pages' API looks as if another site made it: a sentence, or null when it does not.
 * Anything that changes must be JSON (no form of another site can send that without asking first) and must say that
 * it comes from here: `Sec-Fetch-Site` same-origin or none, or else an `Origin` that is ours. Neither header: refused,
 * as browsers send at least one with every change. Reads are checked where the browser says where they come from.
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
  return 'The request does not say where it comes from. Send Sec-Fetch-Site or Origin.';
}

/** Ours: the public URL, or the very host that was asked (whose name the listener has checked against its list). */
function isOurs(origin: string, host: string | null, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (from.origin === new URL(publicUrl).origin) return true;
  return host !== null && from.host === host && LOCAL.has(from.hostname);
}

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);
