type PageHeaderOptions = {
  /** New for each response: only scripts and style sheets that carry it are run. */
  nonce: string;
  publicUrl: string;
  /** Next's development server evaluates code, uses a web socket and writes style sheets into the page. */
  dev: boolean;
};

/**
 * The Content-Security-Policy of a page: only our own scripts and style sheets, with a nonce where they are inline.
 * Style attributes are allowed: charts, bars and lists set widths and positions in them, also when the server renders
 * them, and an attribute affects its own element only. Images: our own and `data:`, since a remote image in a model's
 * output would report to its host that the page was read.
 */
export function contentSecurityPolicy({ nonce, publicUrl, dev }: PageHeaderOptions): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(publicUrl.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** The headers of every page. HSTS only where the public URL is https. */
export function pageHeaders(options: PageHeaderOptions): Record<string, string> {
  return withPolicy(contentSecurityPolicy(options), options.publicUrl);
}

/**
 * The headers of every other response of the web process: files, API, refusals. Opened as a document, it may load
 * nothing.
 */
export function plainHeaders(publicUrl: string): Record<string, string> {
  return withPolicy("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", publicUrl);
}

function withPolicy(policy: string, publicUrl: string): Record<string, string> {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // An address may hold a sign-in token, so no other site may receive our addresses.
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}
