/** Next calls this once, before the web process takes its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { believeOnly, trustedProxies } = await import('#server/run/forwarded.ts');
    believeOnly(trustedProxies(process.env.TRUSTED_PROXIES));
    const { guardWeb } = await import('#server/run/guard-web.ts');
    const { PUBLIC_URL, PORT } = process.env;
    guardWeb(PUBLIC_URL ?? `http://localhost:${PORT ?? 3000}`);
  }
}
