/** Next calls this once, before the web process takes its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { trustForwardedFrom, trustedProxies } = await import('#server/run/web/forwarded.ts');
    trustForwardedFrom(trustedProxies(process.env.TRUSTED_PROXIES));
    const { publishReachable } = await import('#server/run/web/web-services.ts');
    publishReachable();
    const { guardWeb } = await import('#server/run/web/guard-web.ts');
    const { PUBLIC_URL, PORT, NODE_ENV } = process.env;
    guardWeb(PUBLIC_URL ?? `http://localhost:${PORT ?? 3000}`);
    const { endOnOtherKey } = await import('#server/run/audit-state.ts');
    const { readConfig } = await import('#server/platform/config.ts');
    await endOnOtherKey(readConfig());
    // In development, errors are printed with their values.
    if (NODE_ENV === 'development') return;
    const { consoleWithoutValues } = await import('#server/run/web/console-without-values.ts');
    consoleWithoutValues();
  }
}
