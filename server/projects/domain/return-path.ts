/** Where to go after sign-in: `next` if it is a path of our own, else the start page. Never another site. */
export function returnPath(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const base = 'http://here.invalid';
  if (!URL.canParse(next, base)) return '/';
  const url = new URL(next, base);
  // Dots fold away: `/.//host` has become `//host`, which a browser reads as another site.
  const ours = url.origin === base && !url.pathname.startsWith('//');
  return ours ? `${url.pathname}${url.search}${url.hash}` : '/';
}

/** The page of `origin` that `url`, a path or a whole address, means; its start page for anything else. Never throws. */
export function ownAddress(url: string, origin: string): string {
  if (!URL.canParse(url, origin)) return `${origin}/`;
  const whole = new URL(url, origin);
  return origin + returnPath(whole.origin === origin ? `${whole.pathname}${whole.search}${whole.hash}` : null);
}
