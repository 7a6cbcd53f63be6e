type PageHeaderOptions = {
  /** Of this answer alone: only scripts that carry it run. */
  nonce: string;
  publicUrl: string;
  /** Next's development server evaluates code and talks over a web socket. */
  dev: boolean;
};

/**
 * What a page may load: our own scripts by nonce, nothing from elsewhere. Styles may stand in attributes, as charts
 * set widths and colours there. Images: our own and `data:`, because a remote image in a model's output is a beacon.
 */
export function contentSecurityPolicy({ nonce, publicUrl, dev }: PageHeaderOptions): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
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
  return {
    'content-security-policy': contentSecurityPolicy(options),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // A sign-in link stands in an address; nobody else is to learn addresses of ours.
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(options.publicUrl.startsWith('https:')
      ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
      : {}),
  };
}
