/**
 * The client's address from `X-Forwarded-For` as Next passes it on: the address of the connection, or, behind a proxy
 * that TRUSTED_PROXIES names, the one that the proxy appended last. Headers of other clients were deleted before
 * (`server/run/web/forwarded.ts`). Null where there is none.
 */
export function clientIp(forwardedFor: string | null | undefined): string | null {
  const last = forwardedFor
    ?.split(',')
    .at(-1)
    ?.trim()
    .replace(/^::ffff:/, '');
  return last === undefined || last === '' ? null : last;
}
