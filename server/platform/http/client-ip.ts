/**
 * The client's address as Next passes it on: filled in from the connection, or, behind a proxy that TRUSTED_PROXIES
 * names, what that proxy appended last. What other clients claim was dropped before (`server/run/web/forwarded.ts`).
 */
export function clientIp(forwardedFor: string | null | undefined): string | null {
  const last = forwardedFor
    ?.split(',')
    .at(-1)
    ?.trim()
    .replace(/^::ffff:/, '');
  return last === undefined || last === '' ? null : last;
}
