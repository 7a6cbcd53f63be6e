/** Next calls this once, before the web process takes its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { believeOnly, trustedProxies } = await import('#server/run/forwarded.ts');
    const { refuseUnreadableAddresses } = await import('#server/run/refuse-unreadable-address.ts');
    believeOnly(trustedProxies(process.env.TRUSTED_PROXIES));
    refuseUnreadableAddresses();
  }
}
