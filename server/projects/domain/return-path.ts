/** The path to open after sign-in: `next` if it is a path of ours, else the start page. Never another site. */
export function returnPath(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const base = 'http://here.invalid';
  if (!URL.canParse(next, base)) return '/';
  const url = new URL(next, base);
  // URL removes dot segments: `/.//host` has become `//host`, which a browser opens as another site.
  const ours = url.origin === base && !url.pathname.startsWith('//');
  return ours ? `${url.pathname}${url.search}${url.hash}` : '/';
}

/**
 * The address on `origin` of `url`, a path or a whole address; the start page of `origin` for any other. Never throws.
 */
export function ownAddress(url: string, origin: string): string {
  if (!URL.canParse(url, origin)) return `${origin}/`;
  const whole = new URL(url, origin);
  return origin + returnPath(whole.origin === origin ? `${whole.pathname}${whole.search}${whole.hash}` : null);
}
