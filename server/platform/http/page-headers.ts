type PageHeaderOptions = {
  /** Of this answer alone: only scripts and style sheets that carry it count. */
  nonce: string;
  publicUrl: string;
  /** Next's development server evaluates code, talks over a web socket and writes style sheets into the page. */
  dev: boolean;
};

/**
 * What a page may load: our own scripts and style sheets, by nonce where they stand in the page, nothing from elsewhere.
 * Styles may stand in attributes alone: charts, bars and lists set widths and places there, also in what the server
 * renders, and an attribute dresses nothing but its own element. Images: our own and `data:`, because a remote image in
 * a model's output is a beacon.
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

/** The headers of every page. HSTS only where people come by https. */
export function pageHeaders(options: PageHeaderOptions): Record<string, string> {
  return withPolicy(contentSecurityPolicy(options), options.publicUrl);
}

/** The headers of every other answer of the web process: files, API, refusals. As a document none may load or do anything. */
export function plainHeaders(publicUrl: string): Record<string, string> {
  return withPolicy("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", publicUrl);
}

function withPolicy(policy: string, publicUrl: string): Record<string, string> {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // A sign-in link stands in an address; nobody else is to learn addresses of ours.
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}
