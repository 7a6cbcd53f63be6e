/** Where to go after sign-in: `next` if it is a path of our own, else the start page. Never another site. */
export function wayBack(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return '/';
  const base = 'http://here.invalid';
  if (!URL.canParse(next, base)) return '/';
  const url = new URL(next, base);
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : '/';
}
